"""The words of the letter book: reasons, sentences for officers, headings of old lists."""
