namespace FineTune;

/// <summary>
/// Draws weights in the reference's order: children before the module they are in, in registration order. Weights that were loaded are
/// left alone and draw nothing.
/// </summary>
public sealed class WeightInitializer
{
    private readonly Generator _generator;
    private readonly IReadOnlySet<Parameter> _loaded;
    private readonly HashSet<Module> _done = new(ReferenceEqualityComparer.Instance);

    private WeightInitializer(Generator generator, IReadOnlySet<Parameter> loaded)
    {
        _generator = generator;
        _loaded = loaded;
    }

    /// <summary>Draws a weight from a normal distribution around zero.</summary>
    /// <param name="parameter">The weight.</param>
    /// <param name="std">The standard deviation.</param>
    public void Normal(Parameter parameter, double std)
    {
        if (IsFresh(parameter))
        {
            _generator.Normal(parameter.Span, 0, std);
        }
    }

    /// <summary>Draws a weight from a normal distribution around zero of which what lies outside two bounds is cut off.</summary>
    /// <param name="parameter">The weight.</param>
    /// <param name="std">The standard deviation before the cut.</param>
    /// <param name="bound">The greatest absolute value.</param>
    public void TruncatedNormal(Parameter parameter, double std, double bound)
    {
        if (IsFresh(parameter))
        {
            Init.TruncNormal(parameter, _generator, 0, std, -bound, bound);
        }
    }

    /// <summary>Sets every element of a weight to one value.</summary>
    /// <param name="parameter">The weight.</param>
    /// <param name="value">The value.</param>
    public void Constant(Parameter parameter, float value)
    {
        if (IsFresh(parameter))
        {
            parameter.Span.Fill(value);
        }
    }

    /// <summary>Gets whether a weight was not loaded and so needs fresh numbers.</summary>
    /// <param name="parameter">The weight.</param>
    public bool IsFresh(Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        return !_loaded.Contains(parameter);
    }

    /// <summary>Replays what making the model in the reference draws: constructors' defaults first, then each model's own rules.</summary>
    internal static void FromScratch(PreTrainedModel model, Generator generator)
    {
        WeightInitializer weights = new(generator, new HashSet<Parameter>());
        weights.Construct(model);
        model.FreshWeights = FreshWeights.Of(model, weights._loaded);
    }

    /// <summary>Draws what was not loaded, in one walk.</summary>
    internal static void Missing(PreTrainedModel model, Generator generator, IReadOnlySet<Parameter> loaded)
    {
        new WeightInitializer(generator, loaded).Walk(model, model);
        model.FreshWeights = FreshWeights.Of(model, loaded);
    }

    /// <summary>The rules most architectures share.</summary>
    internal void SetDefaults(Module module, double std)
    {
        switch (module)
        {
            case Conv1d conv:
                Normal(conv.Weight, std);
                Constant(conv.Bias, 0);
                break;
            case Linear linear:
                Normal(linear.Weight, std);
                if (linear.Bias is { } bias)
                {
                    Constant(bias, 0);
                }

                break;
            case Embedding embedding:
                Normal(embedding.Weight, std);
                ClearPadding(embedding);
                break;
            case LayerNorm norm:
                Constant(norm.Weight, 1);
                if (norm.Bias is { } offset)
                {
                    Constant(offset, 0);
                }

                break;
        }
    }

    private void Construct(Module module)
    {
        foreach ((_, Module child) in module.NamedChildren)
        {
            Construct(child);
        }

        SetTorchDefaults(module);
        if (module is PreTrainedModel model)
        {
            Walk(model, model);
        }
    }

    private void Walk(Module module, PreTrainedModel owner)
    {
        foreach ((_, Module child) in module.NamedChildren)
        {
            Walk(child, child as PreTrainedModel ?? owner);
        }

        if (_done.Add(module))
        {
            owner.InitWeights(module, this);
        }
    }

    /// <summary>What torch's constructors draw: they are overwritten, but the stream has moved on.</summary>
    private void SetTorchDefaults(Module module)
    {
        switch (module)
        {
            case Linear linear:
                Uniform(linear.Weight, linear.Bias, linear.Weight.Shape[1]);
                break;
            case Conv1d conv:
                Uniform(conv.Weight, conv.Bias, conv.Weight.Shape[1] * conv.Weight.Shape[2]);
                break;
            case Embedding embedding:
                _generator.Normal(embedding.Weight.Span, 0, 1);
                ClearPadding(embedding);
                break;
            case LayerNorm norm:
                norm.Weight.Span.Fill(1);
                norm.Bias?.Span.Clear();
                break;
        }
    }

    private void Uniform(Parameter weight, Parameter? bias, int inputs)
    {
        double gain = Math.Sqrt(2.0 / (1 + Math.Pow(Math.Sqrt(5), 2)));
        double bound = Math.Sqrt(3.0) * (gain / Math.Sqrt(inputs));
        _generator.Uniform(weight.Span, -bound, bound);
        if (bias is not null)
        {
            double range = 1 / Math.Sqrt(inputs);
            _generator.Uniform(bias.Span, -range, range);
        }
    }

    private void ClearPadding(Embedding embedding)
    {
        if (embedding.PaddingIdx is { } row && IsFresh(embedding.Weight))
        {
            int width = embedding.Weight.Shape[1];
            embedding.Weight.Span.Slice(row * width, width).Clear();
        }
    }
}
