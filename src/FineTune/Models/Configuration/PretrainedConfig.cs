using System.Diagnostics.CodeAnalysis;

namespace FineTune;

/// <summary>
/// What <c>config.json</c> says about a model: its sizes and its labels. Immutable; a variant is made with <c>with</c>. Keys that no
/// property names are kept and written back.
/// </summary>
/// <remarks>
/// Derive a sealed record from it for a model of your own: give the base constructor every key of the class with its default, and one
/// property a key over <see cref="Get{T}"/> and <see cref="Set"/>.
/// </remarks>
[ReturnsCopies]
public abstract partial record PretrainedConfig
{
    private readonly Dictionary<string, object?> _values;
    private readonly IReadOnlyDictionary<string, string> _attributeMap;
    private readonly HashSet<string> _fields;

    /// <summary>The keys whose values a program has given, which no file is to be corrected for.</summary>
    private HashSet<string> _overridden = [];
    private Dictionary<int, string> _id2Label;
    private Dictionary<string, int> _label2Id;

    /// <summary>Initializes a configuration of defaults.</summary>
    /// <param name="modelType">The name of the architecture in <c>config.json</c>, such as <c>bert</c>.</param>
    /// <param name="defaults">
    /// Every key of the class: a bool, int, long, double or string, or null for a key that has none. They are always written.
    /// </param>
    /// <param name="attributeMap">Names that stand for another key: <c>hidden_size</c> for DistilBERT's <c>dim</c>.</param>
    protected PretrainedConfig(
        string modelType,
        IEnumerable<KeyValuePair<string, object?>> defaults,
        IReadOnlyDictionary<string, string>? attributeMap = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(modelType);
        ArgumentNullException.ThrowIfNull(defaults);
        ModelType = modelType;
        _attributeMap = attributeMap ?? new Dictionary<string, string>();
        _values = new(CommonDefaults, StringComparer.Ordinal);
        foreach ((string key, object? value) in defaults)
        {
            _values[key] = Normalize(value);
        }

        _fields = [.. _values.Keys];
        _id2Label = NumberedLabels(2);
        _label2Id = Inverse(_id2Label);
    }

    /// <summary>Initializes a copy, for <c>with</c>.</summary>
    /// <param name="original">What to copy.</param>
    protected PretrainedConfig(PretrainedConfig original)
    {
        ArgumentNullException.ThrowIfNull(original);
        ModelType = original.ModelType;
        NameOrPath = original.NameOrPath;
        WeightsFile = original.WeightsFile;
        _id2Label = original._id2Label;
        _label2Id = original._label2Id;
        _values = new(original._values, StringComparer.Ordinal);
        _attributeMap = original._attributeMap;
        _fields = original._fields;
        _overridden = original._overridden;
    }

    /// <summary>Gets the name of the architecture in <c>config.json</c>, such as <c>bert</c>.</summary>
    public string ModelType { get; }

    /// <summary>Gets what the configuration was loaded from, or an empty string. Not written.</summary>
    public string NameOrPath { get; init; } = string.Empty;

    /// <summary>Gets the class names of the models that were saved with this configuration, or null. Default null.</summary>
    public IReadOnlyList<string>? Architectures
    {
        get => (_values["architectures"] as IEnumerable<object?>)?.OfType<string>().ToArray();
        init => _values["architectures"] = value?.ToArray<object?>();
    }

    /// <summary>Gets the number type of the saved weights, such as <c>float32</c>, or null. Default null. Loading widens to float32 whatever it says.</summary>
    public string? Dtype
    {
        get => Get<string?>("dtype");
        init => Set("dtype", value);
    }

    /// <summary>
    /// Gets the number of labels. Default 2. Setting it to another number names them <c>LABEL_0</c>, <c>LABEL_1</c>, ... anew.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is not positive.</exception>
    public int NumLabels
    {
        get => _id2Label.Count;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            Renumber(value);
        }
    }

    /// <summary>
    /// Gets the label's name by class number. Default <c>LABEL_0</c>, <c>LABEL_1</c>. Setting it sets <see cref="Label2Id"/> too.
    /// </summary>
    public IReadOnlyDictionary<int, string> Id2Label
    {
        get => _id2Label;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            _id2Label = new(value);
            _label2Id = Inverse(_id2Label);
        }
    }

    /// <summary>Gets the class number by label name.</summary>
    public IReadOnlyDictionary<string, int> Label2Id
    {
        get => _label2Id;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            _label2Id = new(value, StringComparer.Ordinal);
        }
    }

    /// <summary>
    /// Gets what the outputs stand for, or null when the first forward pass with labels is to decide. Default null.
    /// </summary>
    public ProblemType? ProblemType
    {
        get => ProblemTypeNames.Parse(Get<string?>("problem_type"));
        init => Set("problem_type", value is { } type ? ProblemTypeNames.NameOf(type) : null);
    }

    /// <summary>Gets whether models return the hidden states after every layer. Default false.</summary>
    public bool OutputHiddenStates
    {
        get => Get<bool>("output_hidden_states");
        init => Set("output_hidden_states", value);
    }

    /// <summary>Gets the number of tokens the word embedding has rows for. Default 30522 for BERT and DistilBERT.</summary>
    public int VocabSize
    {
        get => Get<int>("vocab_size");
        init => Set("vocab_size", value);
    }

    /// <summary>Gets the size of a token's vector, C. Default 768 for BERT and DistilBERT.</summary>
    public int HiddenSize
    {
        get => Get<int>("hidden_size");
        init => Set("hidden_size", value);
    }

    /// <summary>Gets the number of layers. Default 12 for BERT, 6 for DistilBERT.</summary>
    public int NumHiddenLayers
    {
        get => Get<int>("num_hidden_layers");
        init => Set("num_hidden_layers", value);
    }

    /// <summary>Gets the number of attention heads of a layer, H. Default 12 for BERT and DistilBERT.</summary>
    public int NumAttentionHeads
    {
        get => Get<int>("num_attention_heads");
        init => Set("num_attention_heads", value);
    }

    /// <summary>Gets the longest sequence the model can read, in tokens. Default 512 for BERT and DistilBERT.</summary>
    public int MaxPositionEmbeddings
    {
        get => Get<int>("max_position_embeddings");
        init => Set("max_position_embeddings", value);
    }

    /// <summary>Gets the standard deviation fresh weights are drawn with; 0 stands for 0.02. Default 0.02.</summary>
    public double InitializerRange
    {
        get => Get<double>("initializer_range");
        init => Set("initializer_range", value);
    }

    /// <summary>Gets the id of the padding token, whose fresh embedding is zero, or null. Default 0 for BERT and DistilBERT.</summary>
    public int? PadTokenId
    {
        get => Get<int?>("pad_token_id");
        init => Set("pad_token_id", value);
    }

    /// <summary>Gets how many tokens a text may have: the positions, but for those a model keeps for itself.</summary>
    internal virtual int LongestText => MaxPositionEmbeddings;

    /// <summary>Gets how many tokens a text may have for the model and its tokenizer.</summary>
    internal int LongestFor(PreTrainedTokenizer tokenizer) => Math.Min(tokenizer.ModelMaxLength, LongestText);

    /// <summary>Gets whether there is a table of positions, which a text must not be longer than.</summary>
    internal virtual bool LimitsTexts => true;

    /// <summary>Gets the weights file the configuration names, or null for the usual ones. Not written.</summary>
    internal string? WeightsFile { get; private set; }

    /// <summary>Gets what is odd about the labels that were read, though they are read as the reference reads them; or null. Not written.</summary>
    internal string? LabelOddity { get; private set; }

    /// <summary>Gets why the labels' names cannot be told from the classes' numbers, or null: the numbers are not 0, 1, 2, ...</summary>
    internal string? NumberingProblem => Enumerable.Range(0, NumLabels).All(_id2Label.ContainsKey) ? null
        : $"id2label in the config.json of \"{NameOrPath}\" numbers its {NumLabels} labels {string.Join(", ", _id2Label.Keys.Order().Take(10))}{(NumLabels > 10 ? ", ..." : string.Empty)}; "
        + $"expected 0 to {NumLabels - 1}, in the order of the model's outputs. Correct id2label and label2id.";

    /// <summary>Gets every key's value, as <c>config.json</c> would hold it without leaving defaults out.</summary>
    public IReadOnlyDictionary<string, object?> ToDictionary()
    {
        Dictionary<string, object?> values = new(_values, StringComparer.Ordinal);
        Translate(values);
        Complete(values);
        values = new(values, StringComparer.Ordinal)
        {
            ["id2label"] = Id2Label,
            ["label2id"] = Label2Id,
            ["model_type"] = ModelType,
            ["transformers_version"] = WrittenVersion,
        };
        return values;
    }

    /// <summary>Gets whether the configuration has a key, under the reference's name or an alias of it.</summary>
    /// <param name="key">The key, such as <c>hidden_size</c>.</param>
    public bool Contains(string key) => key is "id2label" or "label2id" or "num_labels" || _values.ContainsKey(Resolve(key));

    /// <summary>Gets a value by the reference's name or an alias of it.</summary>
    /// <param name="key">The key, such as <c>hidden_size</c>.</param>
    /// <exception cref="KeyNotFoundException">The configuration has no such key.</exception>
    /// <exception cref="InvalidDataException">The value is of another type.</exception>
    public T Get<T>(string key)
    {
        if (!_values.TryGetValue(Resolve(key), out object? value))
        {
            Throw.NoSuchConfigKey(ModelType, key, _values.Keys);
        }

        return TryConvert(value, out T? converted) ? converted : Throw.ConfigValueOfAnotherType<T>(ModelType, NameOrPath, key, value, _overridden.Contains(Resolve(key)));
    }

    /// <summary>Gets a configuration in which some keys have other values; <c>num_labels</c>, <c>id2label</c>, <c>label2id</c> and aliases are keys too.</summary>
    /// <param name="overrides">Values by the reference's names.</param>
    /// <exception cref="ArgumentException">A key is unknown, or its value does not suit it.</exception>
    public PretrainedConfig With(IReadOnlyDictionary<string, object?> overrides)
    {
        ArgumentNullException.ThrowIfNull(overrides);
        foreach (string key in overrides.Keys)
        {
            if (!Contains(key))
            {
                Throw.UnknownConfigOverride(ModelType, key, _values.Keys);
            }
        }

        if (overrides.GetValueOrDefault("num_labels") is { } count && overrides.GetValueOrDefault("id2label") is { } labels
            && LabelMaps.ToCount(count) != LabelMaps.ToLabels(labels).Count)
        {
            Throw.LabelCountsDiffer(LabelMaps.ToCount(count), LabelMaps.ToLabels(labels).Count);
        }

        PretrainedConfig copy = this with { };
        copy._overridden = [.. _overridden, .. overrides.Keys.Select(Resolve)];
        copy.Read(overrides);
        if (overrides.GetValueOrDefault("label2id") is { } ids && overrides.GetValueOrDefault("id2label") is null)
        {
            copy.Renumber(LabelMaps.ToIds(ids));
            copy.LabelOddity = overrides.ContainsKey("num_labels") ? null : LabelOddity;
        }

        copy.Adapt(copy._values, overrides);
        return copy;
    }

    /// <inheritdoc/>
    public virtual bool Equals(PretrainedConfig? other) => other is not null && EqualityContract == other.EqualityContract
        && ConfigJson.Write(ToDictionary()) == ConfigJson.Write(other.ToDictionary());

    /// <inheritdoc/>
    public override int GetHashCode() => ConfigJson.Write(ToDictionary()).GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public sealed override string ToString() => $"{GetType().Name} {ToJsonString()}";

    /// <summary>Sets a value by the reference's name; for the <c>init</c> accessors of derived classes.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">A bool, int, long, double, string or null, or a list or dictionary of these.</param>
    protected void Set(string key, object? value) => _values[Resolve(key)] = Normalize(value);

    /// <summary>Brings values under old names under their new ones. Called on what a file held, and on what is written.</summary>
    /// <param name="values">The values, which are changed.</param>
    private protected virtual void Translate(Dictionary<string, object?> values)
    {
    }

    /// <summary>Gives keys that follow from others and were not given their values. Called on what is written or asked for, never on what is kept.</summary>
    /// <param name="values">The values, which are changed.</param>
    private protected virtual void Complete(Dictionary<string, object?> values)
    {
    }

    /// <summary>Changes given values that follow from others when those are overridden.</summary>
    /// <param name="values">The values with the overrides, which are changed.</param>
    /// <param name="overrides">The overrides.</param>
    private protected virtual void Adapt(Dictionary<string, object?> values, IReadOnlyDictionary<string, object?> overrides)
    {
    }

    private static object? Normalize(object? value) => value switch
    {
        int whole => (long)whole,
        float number => (double)number,
        _ => value,
    };

    private static bool TryConvert<T>(object? value, [NotNullWhen(true)] out T? converted)
    {
        object? candidate = (value, typeof(T)) switch
        {
            (long whole, _) when typeof(T) == typeof(int) || typeof(T) == typeof(int?) =>
                whole is >= int.MinValue and <= int.MaxValue ? (int)whole : null,
            (long whole, _) when typeof(T) == typeof(double) || typeof(T) == typeof(double?) => (double)whole,
            _ => value,
        };
        converted = candidate is T ? (T)candidate : default;
        return candidate is T || (value is null && default(T) is null);
    }

    private static Dictionary<int, string> NumberedLabels(int count) => Enumerable.Range(0, count).ToDictionary(i => i, i => $"LABEL_{i}");

    private static Dictionary<string, int> Inverse(IReadOnlyDictionary<int, string> labels)
    {
        Dictionary<string, int> inverse = new(StringComparer.Ordinal);
        foreach ((int id, string name) in labels)
        {
            inverse[name] = id;
        }

        return inverse;
    }

    private void Renumber(int labels)
    {
        if (labels != _id2Label.Count)
        {
            _id2Label = NumberedLabels(labels);
            _label2Id = Inverse(_id2Label);
        }
    }

    /// <summary>Takes names of the classes for reading labels, beside those that are written, which stay as they are; as the reference does.</summary>
    private void Renumber(Dictionary<string, int> ids)
    {
        if (ids.Count != _id2Label.Count || !_id2Label.Keys.All(ids.ContainsValue))
        {
            Throw.LabelIdsDiffer(ids, _id2Label.Keys);
        }

        _label2Id = ids;
    }

    private string Resolve(string key) => _attributeMap.GetValueOrDefault(key, key);
}
