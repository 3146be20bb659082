namespace FineTune.Training;

/// <summary>
/// Makes every process's gradients the sum of those of all, added in the order of their ranks. What is added does not depend on how it is
/// packed for the way.
/// </summary>
/// <remarks>
/// A table of which only some rows were touched travels as these rows; rows that a process did not touch count as zeros. Small gradients
/// travel together.
/// </remarks>
internal sealed class GradientExchange(ProcessGroup processes, IReadOnlyList<Parameter> parameters, int bucketMegabytes)
{
    private const byte None = 0, Rows = 1, Whole = 2;
    private readonly int _bucketLength = checked(bucketMegabytes * (1 << 20) / sizeof(float));
    private readonly List<Parameter> _packed = [];
    private float[] _bucket = [];
    private int _fill;

    /// <summary>Gets how many bytes of gradients this process gave in the last exchange.</summary>
    public long Bytes { get; private set; }

    /// <summary>Gets how many it would have been with every table whole.</summary>
    public long DenseBytes { get; private set; }

    public void Sum()
    {
        (Bytes, DenseBytes) = (0, 0);
        byte[] kinds = Kinds();
        for (int i = parameters.Count - 1; i >= 0; i--)
        {
            DenseBytes += kinds[i] == None ? 0 : (long)parameters[i].Length * sizeof(float);
            switch (kinds[i])
            {
                case Whole: Add(parameters[i]); break;
                case Rows: SumRows(parameters[i]); break;
                default: break;
            }
        }

        Flush();
    }

    /// <summary>What there is of each gradient in any process.</summary>
    private byte[] Kinds()
    {
        byte[] own = [.. parameters.Select(parameter => !parameter.HasGradient ? None : parameter.GradientRows is null ? Whole : Rows)];
        byte[] all = new byte[own.Length];
        foreach (byte[] kinds in processes.GatherAll<byte>(own))
        {
            for (int i = 0; i < all.Length; i++)
            {
                all[i] = Math.Max(all[i], kinds[i]);
            }
        }

        return all;
    }

    private void Add(Parameter parameter)
    {
        Span<float> gradient = parameter.WholeGradient();
        if (gradient.Length >= _bucketLength)
        {
            Sum(gradient);
            return;
        }

        if (_fill + gradient.Length > _bucketLength)
        {
            Flush();
        }

        Reserve(_fill + gradient.Length);
        gradient.CopyTo(_bucket.AsSpan(_fill));
        _fill += gradient.Length;
        _packed.Add(parameter);
    }

    private void Flush()
    {
        if (_packed.Count == 0)
        {
            return;
        }

        Sum(_bucket.AsSpan(0, _fill));
        int at = 0;
        foreach (Parameter parameter in _packed)
        {
            Span<float> gradient = parameter.WholeGradient();
            _bucket.AsSpan(at, gradient.Length).CopyTo(gradient);
            at += gradient.Length;
        }

        _packed.Clear();
        _fill = 0;
    }

    private void SumRows(Parameter parameter)
    {
        ReadOnlySpan<int> own = parameter.HasGradient ? parameter.GradientRows!.Rows : [];
        int[] rows = [.. processes.GatherAll(own).SelectMany(part => part).Distinct().Order()];
        Bytes += (long)own.Length * sizeof(int);
        int width = parameter.Length / parameter.Shape[0];
        Span<float> gradient = parameter.RowGradientTarget(rows).Span;
        float[] packed = new float[rows.Length * width];
        for (int i = 0; i < rows.Length; i++)
        {
            gradient.Slice(rows[i] * width, width).CopyTo(packed.AsSpan(i * width));
        }

        Sum(packed);
        for (int i = 0; i < rows.Length; i++)
        {
            packed.AsSpan(i * width, width).CopyTo(gradient.Slice(rows[i] * width, width));
        }
    }

    private void Sum(Span<float> values)
    {
        Bytes += (long)values.Length * sizeof(float);
        processes.Sum(values);
    }

    private void Reserve(int length)
    {
        if (length > _bucket.Length)
        {
            Array.Resize(ref _bucket, Math.Min(Math.Max(length, _bucket.Length * 2), _bucketLength));
        }
    }
}
