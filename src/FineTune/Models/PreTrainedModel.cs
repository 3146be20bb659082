namespace FineTune;

/// <summary>
/// A model of a known architecture: it has a configuration, is loaded from and saved to a folder, and names its weights as the reference
/// does. For a module of your own that is only trained, derive from <see cref="TrainableModel"/>.
/// </summary>
public abstract partial class PreTrainedModel : TrainableModel
{
    private PretrainedConfig _config;

    /// <summary>Initializes the base class.</summary>
    /// <param name="config">The sizes and labels.</param>
    /// <exception cref="ArgumentException">The configuration breaks a rule of its architecture.</exception>
    protected PreTrainedModel(PretrainedConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Validate();
        if (config.Get<bool>("output_attentions"))
        {
            Throw.AttentionsNotReturned();
        }

        _config = config;
    }

    /// <summary>
    /// Gets or sets the configuration. What is set may differ in what is only written down (label names, problem type, token ids), not
    /// in the sizes the weights were made for.
    /// </summary>
    /// <exception cref="ArgumentException">It is of another architecture, or has another number of labels.</exception>
    public PretrainedConfig Config
    {
        get => _config;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            if (value.GetType() != _config.GetType() || value.NumLabels != _config.NumLabels)
            {
                Throw.ConfigOfAnotherModel(_config, value);
            }

            value.Validate();
            _config = value;
        }
    }

    /// <summary>Gets the name the model without a head has inside one with a head, such as <c>bert</c>.</summary>
    public abstract string BaseModelPrefix { get; }

    /// <summary>Gets the batch key the model's length is taken from. Default <c>input_ids</c>.</summary>
    public virtual string MainInputName => "input_ids";

    /// <summary>Gets which weights the checkpoint lacked or had too many; null for a model that was not loaded.</summary>
    public LoadReport? LoadReport { get; internal set; }

    /// <summary>Gets or sets the weights that were drawn when the model was made or loaded; null when none was.</summary>
    internal FreshWeights? FreshWeights { get; set; }

    /// <summary>Gets the model without the head: this one if it has none.</summary>
    public PreTrainedModel BaseModel =>
        NamedChildren.Where(child => child.Name == BaseModelPrefix).Select(child => child.Module).OfType<PreTrainedModel>().FirstOrDefault(this);

    /// <summary>Gets whether the first labels decide what a configuration without a problem type says from then on. Default true.</summary>
    internal virtual bool NotesProblemType => true;

    /// <summary>Gets whether a checkpoint's weight that the model has not need not be reported.</summary>
    internal virtual bool Ignores(string key) => false;

    /// <summary>Counts the weights.</summary>
    /// <param name="onlyTrainable">Whether to leave out frozen ones. Default false.</param>
    /// <param name="excludeEmbeddings">Whether to leave out those of embeddings. Default false.</param>
    public long NumParameters(bool onlyTrainable = false, bool excludeEmbeddings = false)
    {
        HashSet<Parameter> left = new(ReferenceEqualityComparer.Instance);
        if (excludeEmbeddings)
        {
            left.UnionWith(NamedModules().Select(pair => pair.Module).OfType<Embedding>().Select(embedding => embedding.Weight));
        }

        return Parameters().Where(p => !left.Contains(p) && (!onlyTrainable || p.RequiresGrad)).Sum(p => (long)p.Length);
    }

    /// <summary>Gets every weight by name, in the reference's order. The tensors are the model's own: changing one changes the model.</summary>
    public IReadOnlyDictionary<string, Tensor> StateDict()
    {
        OrderedDictionary<string, Tensor> state = new(StringComparer.Ordinal);
        foreach ((string name, Parameter parameter) in NamedParameters())
        {
            state[name] = parameter;
        }

        return state;
    }

    /// <summary>Copies weights into the model. If an evaluation cast it (<c>bf16_full_eval</c>), all weights make it float32 again; some are rounded as the others are.</summary>
    /// <param name="stateDict">Weights by name, as <see cref="StateDict"/> gives them.</param>
    /// <param name="strict">Whether every weight must be given and no other. Default true.</param>
    /// <returns>What was missing or left over.</returns>
    /// <exception cref="InvalidOperationException">
    /// A weight is of another shape, or, if <paramref name="strict"/>, missing or unknown; nothing was copied then.
    /// </exception>
    public LoadReport LoadStateDict(IReadOnlyDictionary<string, Tensor> stateDict, bool strict = true)
    {
        ArgumentNullException.ThrowIfNull(stateDict);
        IReadOnlyDictionary<string, Tensor> own = StateDict();
        LoadReport report = new()
        {
            ModelClass = GetType().Name,
            Source = "a state dict",
            MissingKeys = [.. own.Keys.Where(key => !stateDict.ContainsKey(key))],
            UnexpectedKeys = [.. stateDict.Keys.Where(key => !own.ContainsKey(key)).Order(NaturalOrder.Instance)],
            MismatchedKeys = [.. Mismatches(own, stateDict)],
        };
        if (report.MismatchedKeys.Count > 0 || (strict && !report.IsComplete))
        {
            Throw.StateDictDoesNotFit(report);
        }

        foreach ((string key, Tensor tensor) in own)
        {
            if (stateDict.TryGetValue(key, out Tensor? given))
            {
                given.Span.CopyTo(tensor.Span);
            }
        }

        Cast(report.MissingKeys.Count == 0 ? SafetensorsDType.F32 : Dtype);
        return report;
    }

    /// <summary>Draws every weight anew, as the reference does when a model is made from a configuration.</summary>
    /// <param name="generator">Where to draw from; its stream moves on.</param>
    public void InitWeights(Generator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        WeightInitializer.FromScratch(this, generator);
    }

    /// <summary>
    /// Sets one module's fresh weights, after those of the modules inside it. Override it for modules with weights of their own.
    /// </summary>
    /// <remarks>
    /// Linear weights and embeddings are normal with the standard deviation <see cref="PretrainedConfig.InitializerRange"/>, biases and
    /// the padding token's row zero, norms one and zero.
    /// </remarks>
    /// <param name="module">The module.</param>
    /// <param name="weights">Sets weights that were not loaded.</param>
    protected internal virtual void InitWeights(Module module, WeightInitializer weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        weights.SetDefaults(module, Config.InitializerRange is 0 ? 0.02 : Config.InitializerRange);
    }

    private static IEnumerable<MismatchedKey> Mismatches(IReadOnlyDictionary<string, Tensor> own, IReadOnlyDictionary<string, Tensor> given) =>
        from pair in own
        where given.TryGetValue(pair.Key, out Tensor? other) && other.Shape != pair.Value.Shape
        select new MismatchedKey(pair.Key, given[pair.Key].Shape, pair.Value.Shape);
}
