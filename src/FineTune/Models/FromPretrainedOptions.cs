namespace FineTune;

/// <summary>
/// How a model is loaded, and (<see cref="HubOptions"/>) how it is downloaded where it is not a folder. Every member may be left out.
/// </summary>
public sealed record FromPretrainedOptions : HubOptions
{
    /// <summary>Makes options that leave everything out.</summary>
    public FromPretrainedOptions()
    {
    }

    private FromPretrainedOptions(HubOptions hub)
        : base(hub)
    {
    }

    /// <summary>Gets the number of labels of a classifier. Default null: what the checkpoint says, and 2 if it says nothing.</summary>
    public int? NumLabels { get; init; }

    /// <summary>Gets the label's name by class number. Default null: what the checkpoint says, and <c>LABEL_0</c>, ... if it says nothing.</summary>
    public IReadOnlyDictionary<int, string>? Id2Label { get; init; }

    /// <summary>Gets the class number by label name. Default null: the inverse of <see cref="Id2Label"/>. Alone it has to number each class once; the names stay what they are, as in the reference.</summary>
    public IReadOnlyDictionary<string, int>? Label2Id { get; init; }

    /// <summary>Gets what the outputs stand for. Default null: what the checkpoint says, or what the first labels show.</summary>
    public ProblemType? ProblemType { get; init; }

    /// <summary>Gets the seed weights that are not in the checkpoint are drawn with, as after <c>set_seed</c>. Default 42.</summary>
    public long Seed { get; init; } = 42;

    /// <summary>
    /// Gets the generator to draw weights with instead of a new one seeded with <see cref="Seed"/>; its stream moves on. Default null.
    /// </summary>
    public Generator? Generator { get; init; }

    /// <summary>Gets whether weights of another shape are drawn anew instead of being an error. Default false.</summary>
    public bool IgnoreMismatchedSizes { get; init; }

    /// <summary>Gets further values to use instead of <c>config.json</c>'s, by the reference's names. Default null.</summary>
    /// <example><c>new() { ConfigOverrides = new Dictionary&lt;string, object?&gt; { ["hidden_dropout_prob"] = 0.2 } }</c></example>
    public IReadOnlyDictionary<string, object?>? ConfigOverrides { get; init; }

    /// <summary>Gets the configuration to use instead of the folder's <c>config.json</c>. Default null.</summary>
    public PretrainedConfig? Config { get; init; }

    /// <summary>
    /// Gets what to do with the report when a weight is missing, unexpected or of another shape. Default null: it is a warning to the
    /// <see cref="HubOptions.Logger"/>, or without one written to standard error, unless <see cref="ShowLoadReport"/> is false.
    /// <see cref="PreTrainedModel.LoadReport"/> holds it in any case.
    /// </summary>
    public Action<LoadReport>? OnLoadReport { get; init; }

    /// <summary>Gets whether the report is shown. Default true, as in the reference.</summary>
    public bool ShowLoadReport { get; init; } = true;

    /// <summary>Makes options of those for the Hub.</summary>
    internal static FromPretrainedOptions Of(HubOptions hub) => new(hub);

    /// <summary>The values that replace <c>config.json</c>'s, all together.</summary>
    internal IReadOnlyDictionary<string, object?> Overrides()
    {
        Dictionary<string, object?> overrides = new(ConfigOverrides ?? new Dictionary<string, object?>());
        Add("num_labels", NumLabels);
        Add("id2label", Id2Label);
        Add("label2id", Label2Id);
        Add("problem_type", ProblemType);
        return overrides;

        void Add(string key, object? value)
        {
            if (value is not null)
            {
                overrides[key] = value;
            }
        }
    }
}
