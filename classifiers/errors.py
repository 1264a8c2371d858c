"""The root of Winnow's one error tree, and the classifier's branch of it."""


class WinnowError(Exception):
    """Anything that Winnow reports to its user; the message says what to do next."""

    exit_code = 1


class ClassifierError(WinnowError):
    """Anything that goes wrong around a model."""


class ModelIntegrityError(ClassifierError):
    """A model whose bytes or signature differ from its manifest, or that other versions made; it was not opened."""


class ModelNotFoundError(ClassifierError):
    """A model version or alias that the registry does not hold."""


class DatasetError(ClassifierError):
    """Labelled data that can't be read or can't be trained on."""
