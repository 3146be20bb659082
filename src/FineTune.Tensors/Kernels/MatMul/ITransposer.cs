namespace FineTune.Kernels;

/// <summary>The vector operations a transposition is made of. They act on groups of four lanes separately.</summary>
internal unsafe interface ITransposer<TVector>
    where TVector : struct
{
    /// <summary>Gets how many floats a vector holds.</summary>
    static abstract int Count { get; }

    /// <summary>Gets four floats each of every fourth row, the first row in the lowest lanes; those of the highest lanes lie at <paramref name="top"/>.</summary>
    static abstract TVector Gather(float* source, nint distance, float* top);

    static abstract void Store(float* destination, TVector value);

    /// <summary>(a0 a1 a2 a3), (b0 b1 b2 b3) to (a0 b0 a1 b1).</summary>
    static abstract TVector InterleaveLow(TVector left, TVector right);

    /// <summary>(a0 a1 a2 a3), (b0 b1 b2 b3) to (a2 b2 a3 b3).</summary>
    static abstract TVector InterleaveHigh(TVector left, TVector right);

    /// <summary>(a0 a1 a2 a3), (b0 b1 b2 b3) to (a0 a1 b0 b1).</summary>
    static abstract TVector LowPairs(TVector left, TVector right);

    /// <summary>(a0 a1 a2 a3), (b0 b1 b2 b3) to (a2 a3 b2 b3).</summary>
    static abstract TVector HighPairs(TVector left, TVector right);
}
