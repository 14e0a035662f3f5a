"""How much a file may hold: far above any real export, far below what stops a server.

A year of a province is about a million dossiers. Such a workbook, 1,000,000 rows by 12 columns, has
40 MB, unpacks to 640 MB and has a ratio of 16; as csv with 18 columns it has 460 MB.
"""

MB = 1_000_000

# The file as it lies on the disk; texts and old workbooks are read into memory as a whole.
FILE_BYTES = 1_000 * MB
# A page that lists the files of a folder on a web server; 20,000 links have 2 MB.
FOLDER_PAGE_BYTES = 20 * MB
# All parts of a packed workbook together, unpacked.
UNPACKED_BYTES = 2_000 * MB
# Unpacked to packed, of one part. Sheets reach 15 to 40; what is made to burst, about 1,000.
RATIO = 200
# Parts smaller than this may have any ratio: empty styles and themes pack well.
RATIO_FREE_BYTES = 10 * MB
# Parts of a packed workbook: a sheet, its relations, its comments and pictures make a handful.
PARTS = 5_000
# The list of the parts at the end of the file, which is read before the parts can be counted.
PART_LIST_BYTES = 1 * MB
# Rows by columns of one sheet: readers fill the whole rectangle, some 40 bytes a cell.
CELLS = 50_000_000
# What Excel itself can hold; a cell beyond is not one that a person put there.
ROWS = 1_048_576
COLUMNS = 16_384
# The text parts of a Word document, or the text of a PDF; 20,000 rows of a table have 9 MB.
DOCUMENT_BYTES = 200 * MB
# What the process that reads a PDF may take; 500 pages with 20,000 codes need 2 s and 160 MB.
PDF_SECONDS = 300
PDF_MEMORY_BYTES = 2_000 * MB
PDF_PAGES = 10_000
