namespace FineTune.Training;

/// <summary>Gradients that travel together.</summary>
/// <param name="parameters">Whose they are.</param>
internal sealed class GradientBucket(IReadOnlyList<Parameter> parameters)
{
    /// <summary>Gets whose they are.</summary>
    public IReadOnlyList<Parameter> Parameters => parameters;

    /// <summary>Gets or sets how many of them the way back has not come to yet.</summary>
    public int Waiting { get; set; }

    /// <summary>Gets how many numbers they are.</summary>
    public int Length { get; } = checked(parameters.Sum(parameter => parameter.Length));

    /// <summary>Puts parameters into buckets, in their order.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="longest">How many numbers a bucket has at most; one gradient may have more.</param>
    public static GradientBucket[] Of(IEnumerable<Parameter> parameters, int longest)
    {
        List<GradientBucket> buckets = [];
        List<Parameter> bucket = [];
        long length = 0;
        foreach (Parameter parameter in parameters)
        {
            if (bucket.Count > 0 && length + parameter.Length > longest)
            {
                buckets.Add(new GradientBucket(bucket));
                (bucket, length) = ([], 0);
            }

            bucket.Add(parameter);
            length += parameter.Length;
        }

        return bucket.Count > 0 ? [.. buckets, new GradientBucket(bucket)] : [.. buckets];
    }

    /// <summary>Makes the gradients the sums of all processes' gradients.</summary>
    /// <param name="processes">The processes.</param>
    /// <param name="asBFloat16">Whether they travel as bfloat16.</param>
    /// <param name="packed">Where they are put together.</param>
    public void Sum(ProcessGroup processes, bool asBFloat16, ref float[] packed)
    {
        if (parameters.Count == 1)
        {
            processes.Sum(parameters[0].WholeGradient(), asBFloat16);
            return;
        }

        Span<float> room = Room(ref packed, Length);
        int at = 0;
        foreach (Parameter parameter in parameters)
        {
            parameter.WholeGradient().CopyTo(room[at..]);
            at += parameter.Length;
        }

        processes.Sum(room, asBFloat16);
        at = 0;
        foreach (Parameter parameter in parameters)
        {
            room.Slice(at, parameter.Length).CopyTo(parameter.WholeGradient());
            at += parameter.Length;
        }
    }

    /// <summary>Gets room for so many numbers in an array that grows and is used again.</summary>
    public static Span<float> Room(ref float[] packed, int length)
    {
        if (packed.Length < length)
        {
            packed = GC.AllocateUninitializedArray<float>(length);
        }

        return packed.AsSpan(0, length);
    }
}
