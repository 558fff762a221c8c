"""What Python's `re` makes of regular expressions: a JSON list of [expression, is case-blind] and
one of texts in, for each expression why it is refused, or the numbers of the texts that it matches
at their start, out.
"""

import json
import re
import sys
import warnings

warnings.simplefilter("ignore")
expressions, texts = json.load(sys.stdin)
answers = []
for source, is_caseless in expressions:
    try:
        pattern = re.compile(source, re.IGNORECASE if is_caseless else 0)
        answers.append([number for number, text in enumerate(texts) if pattern.match(text)])
    except (re.error, OverflowError, ValueError, RecursionError) as problem:
        answers.append(str(problem))
json.dump(answers, sys.stdout)
