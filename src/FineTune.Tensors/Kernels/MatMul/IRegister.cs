namespace FineTune.Kernels;

/// <summary>What the tile kernels do with a vector type. All implementations round alike, so that the width does not show in the result.</summary>
/// <remarks>
/// Unlike <see cref="ILanes{TSelf}"/> this does not wrap the vector: with bare vectors the compiler adds each product in the register it
/// accumulates in, with wrapped ones it moves registers about (a tenth of the speed, seen in the disassembly).
/// </remarks>
internal unsafe interface IRegister<TVector>
    where TVector : struct
{
    /// <summary>Gets how many floats a register holds.</summary>
    static abstract int Count { get; }

    static abstract TVector Load(float* source);

    static abstract void Store(float* destination, TVector value);

    /// <summary>Gets the one float at <paramref name="source"/> in every lane.</summary>
    static abstract TVector Broadcast(float* source);

    static abstract TVector Add(TVector left, TVector right);

    /// <summary>Gets left * right + addend, rounded once.</summary>
    static abstract TVector Fma(TVector left, TVector right, TVector addend);
}
