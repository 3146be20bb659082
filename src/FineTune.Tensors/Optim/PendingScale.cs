using FineTune.Runtime;

namespace FineTune.Optim;

/// <summary>A multiplication of a gradient that is put off: an optimizer does it while it reads, anybody else before.</summary>
internal sealed class PendingScale : DeferredWork
{
    private readonly Parameter _parameter;
    private readonly Storage _storage;
    private readonly Lock _gate = new();
    private float _factor;

    private PendingScale(Parameter parameter, Storage storage)
    {
        _parameter = parameter;
        _storage = storage;
    }

    /// <summary>Puts off multiplying a parameter's gradient by <paramref name="factor"/>.</summary>
    public static void Set(Parameter parameter, float factor)
    {
        Storage storage = parameter.GradBuffer!.Storage;
        storage.CompleteDeferred();
        if (factor != 1)
        {
            PendingScale scale = parameter.GradientScale is PendingScale last && last._storage == storage ? last : new PendingScale(parameter, storage);
            scale._factor = factor;
            parameter.GradientScale = scale;
            storage.Deferred = scale;
        }
    }

    /// <summary>Gets what a gradient is still to be multiplied by; 1 when nothing was put off.</summary>
    public static float Of(Tensor gradient)
    {
        if (gradient.Storage.Deferred is { } other and not PendingScale)
        {
            other.Complete(); // It may leave a scale.
        }

        if (gradient.Storage.Deferred is PendingScale pending && float.IsFinite(pending._factor))
        {
            return pending._factor;
        }

        gradient.Storage.CompleteDeferred();
        return 1;
    }

    /// <inheritdoc/>
    public override void Complete()
    {
        lock (_gate)
        {
            if (_storage.Deferred == this)
            {
                Multiply();
                _storage.Deferred = null;
            }
        }
    }

    private void Multiply()
    {
        Span<float> gradient = _storage.RawSpan[.._parameter.Length];

        // Rows outside stay zero under any finite factor; NaN, which a NaN norm gives, makes every element of every row NaN.
        if (_parameter.GradientRows is { } rows && float.IsFinite(_factor))
        {
            int width = _parameter.Length / _parameter.Shape[0];
            foreach (int row in rows.Rows)
            {
                Scale(gradient.Slice(row * width, width));
            }
        }
        else
        {
            _parameter.MarkAllRows();
            Scale(gradient);
        }
    }

    private void Scale(Span<float> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] *= _factor;
        }
    }
}
