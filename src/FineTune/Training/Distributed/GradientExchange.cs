namespace FineTune.Training;

/// <summary>
/// Makes every process's gradients the sum of those of all, added in the order of their ranks. What is added depends neither on how it is packed for
/// the way nor on when it travels.
/// </summary>
/// <remarks>
/// Gradients are put into buckets in the order in which the way back finishes them, from the last layer to the first. A bucket that is full travels while
/// the way back goes on; which parameters have whole gradients, and so what is in the buckets, is what all processes found in the step before. A table
/// of which only some rows were touched travels as these rows when all is done; rows that a process did not touch count as zeros.
/// </remarks>
internal sealed class GradientExchange(ProcessGroup processes, IReadOnlyList<Parameter> parameters, int bucketMegabytes, bool asBFloat16 = false)
{
    private const byte None = 0, Rows = 1, Whole = 2;
    private readonly int _bucketLength = checked(bucketMegabytes * (1 << 20) / sizeof(float));
    private readonly int _bytesOfNumber = asBFloat16 ? sizeof(ushort) : sizeof(float);
    private readonly Dictionary<Parameter, byte> _gone = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Parameter, GradientBucket> _bucketOf = new(ReferenceEqualityComparer.Instance);
    private GradientBucket[] _buckets = [];
    private byte[] _planned = [];
    private float[] _packed = [];
    private Task _travelling = Task.CompletedTask;
    private Action<Parameter>? _finish;
    private int _next;

    /// <summary>Gets how many bytes of gradients this process gave in the last exchange.</summary>
    public long Bytes { get; private set; }

    /// <summary>Gets how many it would have been with every table whole.</summary>
    public long DenseBytes { get; private set; }

    /// <summary>Begins a step.</summary>
    public void Begin()
    {
        (Bytes, DenseBytes, _next) = (0, 0, 0);
        _gone.Clear();
    }

    /// <summary>Has gradients travel as the way back that now begins finishes them: nothing is added to them later.</summary>
    public void BeginToTravel()
    {
        foreach (GradientBucket bucket in _buckets)
        {
            bucket.Waiting = bucket.Parameters.Count;
            foreach (Parameter parameter in bucket.Parameters)
            {
                parameter.GradientFinished = _finish ??= Finish;
            }
        }
    }

    /// <summary>No gradient sets out any more.</summary>
    public void GiveUp()
    {
        foreach (Parameter parameter in _bucketOf.Keys)
        {
            parameter.GradientFinished = null;
        }
    }

    /// <summary>Has those travel that are still here, and waits for all.</summary>
    public void EndTravel()
    {
        GiveUp();

        while (_next < _buckets.Length)
        {
            Send(_buckets[_next]);
        }

        _travelling.GetAwaiter().GetResult();
        _travelling = Task.CompletedTask;
    }

    /// <summary>Ends the exchange: whatever has not travelled does so now.</summary>
    public void Sum()
    {
        EndTravel();
        byte[] kinds = Kinds();
        List<Parameter> whole = [];
        for (int i = parameters.Count - 1; i >= 0; i--)
        {
            DenseBytes += kinds[i] == None ? 0 : (long)parameters[i].Length * sizeof(float);
            if (_gone.ContainsKey(parameters[i]))
            {
                if (kinds[i] == None)
                {
                    parameters[i].ZeroGrad(); // Nobody had one.
                }
            }
            else if (kinds[i] == Whole)
            {
                whole.Add(parameters[i]);
            }
            else if (kinds[i] == Rows)
            {
                SumRows(parameters[i]);
            }
        }

        foreach (GradientBucket bucket in GradientBucket.Of(whole, _bucketLength))
        {
            Sum(bucket);
        }

        Plan(kinds);
    }

    private void Finish(Parameter parameter)
    {
        _bucketOf[parameter].Waiting--;
        while (_next < _buckets.Length && _buckets[_next].Waiting <= 0)
        {
            Send(_buckets[_next]);
        }
    }

    /// <summary>Sends a bucket after those before it: all processes do so in the same order.</summary>
    private void Send(GradientBucket bucket)
    {
        _next++;
        foreach (Parameter parameter in bucket.Parameters)
        {
            _gone[parameter] = KindOf(parameter);
        }

        Task before = _travelling;
        _travelling = Task.Run(async () =>
        {
            await before.ConfigureAwait(false);
            Sum(bucket);
        });
    }

    /// <summary>What there is of each gradient in any process.</summary>
    private byte[] Kinds()
    {
        byte[] own = [.. parameters.Select(parameter => _gone.TryGetValue(parameter, out byte kind) ? kind : KindOf(parameter))];
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

    private static byte KindOf(Parameter parameter) => !parameter.HasGradient ? None : parameter.GradientRows is null ? Whole : Rows;

    private void Plan(byte[] kinds)
    {
        if (kinds.AsSpan().SequenceEqual(_planned))
        {
            return;
        }

        _planned = kinds;
        _buckets = GradientBucket.Of(parameters.Where((_, i) => kinds[i] == Whole).Reverse(), _bucketLength);
        _bucketOf.Clear();
        foreach (GradientBucket bucket in _buckets)
        {
            foreach (Parameter parameter in bucket.Parameters)
            {
                _bucketOf[parameter] = bucket;
            }
        }
    }

    private void Sum(GradientBucket bucket)
    {
        bucket.Sum(processes, asBFloat16, ref _packed);
        Bytes += (long)bucket.Length * _bytesOfNumber;
    }

    private void SumRows(Parameter parameter)
    {
        ReadOnlySpan<int> own = parameter.HasGradient ? parameter.GradientRows!.Rows : [];
        int[] rows = [.. processes.GatherAll(own).SelectMany(part => part).Distinct().Order()];
        Bytes += (long)own.Length * sizeof(int);
        int width = parameter.Length / parameter.Shape[0];
        Span<float> gradient = parameter.RowGradientTarget(rows).Span;
        Span<float> packed = GradientBucket.Room(ref _packed, rows.Length * width);
        for (int i = 0; i < rows.Length; i++)
        {
            gradient.Slice(rows[i] * width, width).CopyTo(packed[(i * width)..]);
        }

        Bytes += (long)packed.Length * _bytesOfNumber;
        processes.Sum(packed, asBFloat16);
        for (int i = 0; i < rows.Length; i++)
        {
            packed.Slice(i * width, width).CopyTo(gradient.Slice(rows[i] * width, width));
        }
    }
}
