namespace FineTune;

/// <summary>An architecture that can be loaded, and its classes.</summary>
/// <param name="ModelType">Its name in <c>config.json</c>, such as <c>xlm-roberta</c>.</param>
/// <param name="Config">The class of its configuration.</param>
/// <param name="Model">The class of the model without a head.</param>
/// <param name="SequenceClassifier">The class of the classifier of whole texts.</param>
public sealed record SupportedModel(string ModelType, Type Config, Type Model, Type SequenceClassifier);
