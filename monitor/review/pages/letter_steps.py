"""The steps of a letter: each form of its page is sent to an address of its own."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Response
from fastapi.responses import RedirectResponse

from monitor.letterbook.refusals import StepError
from monitor.review.addresses import letter_address
from monitor.review.letters.forms import FORMS, StepForm
from monitor.review.letters.found import found_letter
from monitor.review.letters.steps import Step, may_take, rights_for
from monitor.review.letters.uploads import UploadRoute
from monitor.review.letters.view import Refused
from monitor.review.pages.letter import letter_page
from monitor.review.refusals import ForbiddenError
from monitor.review.visit import OwnForm, Visit, with_right
from monitor.store.database import reading

router = APIRouter(route_class=UploadRoute)

_SEE_OTHER = 303
_DONE = {
    Step.COMPLETE: "Đã hoàn thiện thư của hồ sơ {code}. Thư đang chờ duyệt, còn sửa lại được.",
    Step.APPROVE: "Đã phê duyệt thư của hồ sơ {code}. Nội dung không đổi được nữa; "
    "nếu có sai sót thì rút thư.",
    Step.ISSUE: "Đã ban hành thư của hồ sơ {code}.",
    Step.SEND: "Đã ghi nhận việc gửi thư của hồ sơ {code}.",
    Step.EMAIL: "Thư điện tử của hồ sơ {code} đã vào hộp thư đi. Máy chủ thư nhận rồi thì văn bản "
    "được ghi là đã gửi.",
    Step.REVISE: "Đã sửa lại thư của hồ sơ {code}.",
    Step.ATTACH: "Đã đính kèm tệp vào thư của hồ sơ {code}.",
    Step.AGAIN: "Đã soạn thư hẹn lại lần nữa của hồ sơ {code}. Thư cần được hoàn thiện.",
    Step.EXCUSE: "Đã ghi nhận hồ sơ {code} được miễn xin lỗi. Nếu nhầm thì rút quyết định này.",
    Step.WITHDRAW: "Đã rút thư của hồ sơ {code}. Nếu hồ sơ vẫn cần xin lỗi, lần chạy tới sẽ "
    "soạn thư mới.",
}


def _route(step: Step, form: type[StepForm]) -> Callable[..., Response]:
    def allowed(
        visit: Annotated[Visit, Depends(with_right(*rights_for(step)))], code: str
    ) -> Visit:
        with reading(visit.site.engine) as connection:
            unit = found_letter(visit, connection, code).dossier.unit
        if not may_take(visit, step, unit):
            raise ForbiddenError
        return visit

    def take(
        visit: Annotated[Visit, Depends(allowed)],
        code: str,
        typed: Annotated[StepForm, Depends(form)],
    ) -> Response:
        try:
            typed.take(visit.site.desk(visit.who), code)
        except StepError as error:
            return letter_page(visit, code, Refused(step, error, typed.typed()))
        visit.tell(_DONE[step].format(code=code))
        return RedirectResponse(letter_address(code), _SEE_OTHER)

    return take


for _step, _form in FORMS.items():
    router.post(f"/letters/{{code:path}}/{_step}", dependencies=[OwnForm], name=_step)(
        _route(_step, _form)
    )
