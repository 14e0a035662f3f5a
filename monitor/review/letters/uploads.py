"""Forms with a file of a letter: larger than others, and limited all the same."""

from monitor.letterbook.files import LARGEST, MB
from monitor.review.form_size import FormRoute


class UploadRoute(FormRoute):
    """What is a little too large is read and refused in the form; the rest before it is read."""

    largest = LARGEST + 5 * MB
    names_the_field = True
