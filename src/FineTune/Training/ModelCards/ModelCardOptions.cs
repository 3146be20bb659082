namespace FineTune;

/// <summary>What a Trainer cannot know of its model and puts into the model card when it is told: the reference's arguments of <c>create_model_card</c>.</summary>
public sealed record ModelCardOptions
{
    /// <summary>Gets the languages of the texts, as codes (<c>en</c>). Default empty.</summary>
    public IReadOnlyList<string> Language { get; init; } = [];

    /// <summary>Gets the license, as the Hub's word for it (<c>apache-2.0</c>). Default null.</summary>
    public string? License { get; init; }

    /// <summary>Gets tags; <c>generated_from_trainer</c> is always one. Default empty.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Gets the name of the model. Default null: that of the run's folder.</summary>
    public string? ModelName { get; init; }

    /// <summary>Gets the model that was fine-tuned: its id on the Hub, or a folder, of which only the name is shown. Default null.</summary>
    public string? FinetunedFrom { get; init; }

    /// <summary>Gets the tasks, as the Hub's words for them. Default null: <c>text-classification</c> for a model that does it.</summary>
    public IReadOnlyList<string>? Tasks { get; init; }

    /// <summary>Gets the ids of the data sets on the Hub. Default empty.</summary>
    public IReadOnlyList<string> DatasetTags { get; init; } = [];

    /// <summary>Gets the names of the data sets, as people call them. Default empty: <see cref="DatasetTags"/>.</summary>
    public IReadOnlyList<string> Dataset { get; init; } = [];

    /// <summary>Gets the configurations of the data sets. Default empty.</summary>
    public IReadOnlyList<string> DatasetArgs { get; init; } = [];

    /// <summary>
    /// Gets texts to show for a label, by its name. Default null: the first training examples of each label, decoded by the Trainer's
    /// tokenizer. They are published with the card: give an empty map for none.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? LabelExamples { get; init; }

    /// <summary>Gets the text, or pair of texts, that the snippets classify; null for one of the examples.</summary>
    internal TextInput? Sample { get; init; }
}
