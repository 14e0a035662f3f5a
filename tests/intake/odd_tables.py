"""Tables of dossiers as bad exports have them, drawn by chance; used by tests."""

from random import Random

Cells = list[list[str]]

HEADS = (
    ["STT", "Mã hồ sơ", "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày kết thúc xử lý", "Trạng thái"],
    ["Mã hồ sơ", "Ngày hẹn trả", "Trạng thái", "Ngày tiếp nhận", "Chủ hồ sơ", "", "Kênh thực hiện"],
    [
        "TT",
        "Số hồ sơ",
        "Ngày hẹn trả",
        "Tình trạng hồ sơ",
        "Đơn vị",
        "Ghi chú",
        "Ghi chú",
        "Số lần",
    ],
)
CODES = (
    "000.11.22.H99-210901-{n:05}",
    "HS{n}",
    " HS-{n:05} ",
    "H\u00a0S{n:04}",
    "HS\u2013{n:06}",
    "\ufeffHS{n:05}",
    "HS &amp; {n}",
    "ＨＳ-{n:05}",
    "٠١٢٣٤{n}",
    "{n:05}",
    "{m}",
    "HS-00001",
    "01/09/2021",
    "Đã xử lý xong",
    "",
    "  ",
    "không rõ",
)
DATES = (
    "{d:02}/{m:02}/2021 {h:02}:30:00",
    "{d:02}/{m:02}/2021",
    "{d}/{m}/2021 {h}:05",
    "{m:02}/{d:02}/2021",
    "{d:02}/{m:02}/2021",
    "2021-{m:02}-{d:02} {h:02}:00:00",
    "2021-{m:02}-{d:02}T{h:02}:00:00.000+0700",
    "2021{m:02}{d:02}",
    "ngày {d:02} tháng {m:02} năm 2021",
    "{d:02}-{m:02}-2021",
    "{h:02}:15 {d:02}/{m:02}/2021",
    "{d:02}/{m:02}/2021 05:00:00 CH",
    "4446{m:01}.5",
    "\u00a0{d:02}/{m:02}/2021\u00a0",
    "31/02/2021",
    "29/02/2021 25:61:61",
    "01/01/0001 00:00:00",
    "01/01/2921",
    "1/1/1900",
    "٠١/٠٩/2021",
    "hôm qua",
    "NULL",
    "--",
    "",
    " ",
)
STATUSES = (
    "4",
    "9",
    "Đang xử lý",
    "Đã  trả kết quả",
    "9. Đã xử lý xong",
    "11",
    "chờ mãi",
    "",
    "NULL",
)
TEXTS = (
    "",
    "Nguyễn Văn {n}",
    "Nguye\u0302\u0303n {n}",
    " Trần  Thị B ",
    "hai\ndòng",
    "hai\r\ndòng",
    'nói "vâng"',
    "a, b; c\tđ",
    "\u00a0",
    "\u200b",
    "x\u2028y",
    "Công an phường &nbsp; 3",
    "{n}",
    "12.0",
    "Trực tuyến",
    "Nguy?n",
    "NguyÔn V¨n §Ö",
    "?",
)


def drawn(random: Random) -> Cells:
    """A table with a heading; each has some of the oddities and not the others."""
    head = list(random.choice(HEADS))
    kinds = [_kind(heading) for heading in head]
    chosen = {
        kind: random.sample(pool, random.randint(1, min(6, len(pool))))
        for kind, pool in (("code", CODES), ("date", DATES), ("status", STATUSES), ("", TEXTS))
    }
    chosen["code"].append(CODES[0])
    rows = [_row(kinds, chosen, random, n) for n in range(random.choice((1, 3, 30, 120)))]
    for _ in range(random.choice((0, 0, 1, 5))):
        rows.insert(random.randint(0, len(rows)), _between(head, random))
    title = [["BÁO CÁO HỒ SƠ"], []] if random.random() < 0.3 else []
    return [*title, head, *rows, *_footer(random)]


def _kind(heading: str) -> str:
    if heading in ("Mã hồ sơ", "Số hồ sơ"):
        return "code"
    if heading.startswith("Ngày"):
        return "date"
    return "status" if heading in ("Trạng thái", "Tình trạng hồ sơ") else ""


def _row(kinds: list[str], chosen: dict[str, list[str]], random: Random, n: int) -> list[str]:
    values = {"n": n, "d": random.randint(1, 28), "m": random.randint(1, 9), "h": n % 24}
    often = 0 if random.random() < 0.7 else None
    row = [
        (chosen[kind][0] if often == 0 else random.choice(chosen[kind])).format(**values)
        for kind in kinds
    ]
    if random.random() < 0.1:
        row = row[: random.randint(0, len(row))]
    elif random.random() < 0.1:
        row += [random.choice(("", "thừa", " "))] * random.randint(1, 3)
    return row


def _between(head: list[str], random: Random) -> list[str]:
    return random.choice(
        (
            [],
            [""] * len(head),
            ["I", "Phòng Lao động"],
            ["Phòng Việc làm", "", "(12 hồ sơ)"],
            [str(n + 1) for n in range(len(head))],
            [f"({n + 1})" for n in range(len(head))],
            ["Tổng cộng: 12"],
            ["", "Cộng"],
            head,
            ["", "", "thiếu mã", "10/09/2021", "", "x"],
        )
    )


def _footer(random: Random) -> Cells:
    return random.choice(
        (
            [],
            [["", "Tổng số: 7 hồ sơ"], ["", "", "", "Nam Sơn, ngày 30 tháng 9 năm 2021"]],
            [[], ["Người lập biểu", "", "", "Giám đốc", "", "", "", "", "", "ký tên"]],
        )
    )
