"""What a section of each kind may tell: the hint that stands below its text while it is empty."""

from django.utils.translation import gettext_lazy as _

SECTION_HINTS = {
    "founding": _("When and how did it begin? Who took the first step, and what was the occasion?"),
    "starting-point": _(
        "What was the matter before? Describe the problem in two or three sentences, with a figure "
        "if you have one: “Four of ten training places stayed empty.”"
    ),
    "goals": _("What was to be achieved, for whom, and by when? How would you notice success?"),
    "partners": _("Who took part, why just they, and how were they won over?"),
    "approach": _(
        "What did you do, one step after the other? Write it so that others could do the same."
    ),
    "cooperation": _(
        "Who does what, who decides, how often do you meet? What do you do when you disagree?"
    ),
    "financing": _("What did it cost, in money and in hours, and who paid? Who pays from now on?"),
    "results": _(
        "What is different today? Name figures and what those who took part say: “Twelve trainees "
        "in three years, all of them were taken on.”"
    ),
    "lessons": _("What would you do the same way again, and what not? What do you advise others?"),
    "outlook": _("How does it go on? What are the next steps, and what is still needed for them?"),
}
