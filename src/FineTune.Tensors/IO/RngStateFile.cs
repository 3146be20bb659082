namespace FineTune.IO;

/// <summary>The states of Python's, NumPy's and torch's generators in a checkpoint's <c>rng_state.pth</c>.</summary>
/// <param name="Python">The state of Python's <c>random</c>.</param>
/// <param name="NumPy">The state of NumPy's global generator.</param>
/// <param name="Cpu">The state of torch's CPU generator: <see cref="Generator.GetState"/>.</param>
internal sealed record RngStateFile(PythonRandomState Python, NumPyRandomState NumPy, byte[] Cpu)
{
    private const long PythonVersion = 3;
    private const string NumPyName = "MT19937";

    /// <summary>The states a run with this seed saves: Python's and NumPy's stay as seeding left them, torch's moves on.</summary>
    public static RngStateFile For(long seed, Generator generator) =>
        new(PythonRandomState.FromSeed(seed), NumPyRandomState.FromSeed(seed), generator.GetState());

    /// <exception cref="TorchFileException">The file is damaged or holds something else.</exception>
    public static RngStateFile Load(string path)
    {
        using TorchFile file = TorchFile.Open(path);
        PickleDict root = file.RootDict;
        return new RngStateFile(
            ReadPython(path, file.Get<PickleTuple>(root, "python")),
            ReadNumPy(path, file.Get<PickleTuple>(root, "numpy")),
            ReadCpu(path, file.Get<TorchTensor>(root, "cpu")));
    }

    public void Save(string path)
    {
        object?[] words = [.. Python.Words.Select(word => (object?)(long)word), (long)Python.Position];
        NumPyArray key = new([.. NumPy.Words]);
        TorchFile.Save(path, new PickleDict
        {
            ["python"] = new PickleTuple(PythonVersion, new PickleTuple(words), Python.GaussNext),
            ["numpy"] = new PickleTuple(NumPyName, key, (long)NumPy.Position, NumPy.HasGauss ? 1L : 0L, NumPy.CachedGaussian),
            ["cpu"] = new TorchTensor(Cpu),
        });
    }

    private static PythonRandomState ReadPython(string path, PickleTuple state)
    {
        if (state is not { Count: 3 } || state[0] is not PythonVersion || state[1] is not PickleTuple { Count: 625 } words ||
            state[2] is not (null or double) || !words.All(word => word is >= 0L and <= (long)uint.MaxValue) || (long)words[624]! > 624)
        {
            throw Throw.TorchFileError(path, "what it has under \"python\" is not the state of Python's random");
        }

        return new PythonRandomState([.. words.Take(624).Select(word => (uint)(long)word!)], (int)(long)words[624]!, state[2] as double?);
    }

    private static NumPyRandomState ReadNumPy(string path, PickleTuple state)
    {
        if (state is not { Count: 5 } || state[0] is not NumPyName || state[1] is not NumPyArray array || array.ToUInt32() is not { Length: 624 } words ||
            state[2] is not (>= 0L and <= 624L and long position) || state[3] is not (>= 0L and <= 1L and long hasGauss) || state[4] is not double cached)
        {
            throw Throw.TorchFileError(path, "what it has under \"numpy\" is not the state of NumPy's generator");
        }

        return new NumPyRandomState(words, (int)position, hasGauss == 1, cached);
    }

    private static byte[] ReadCpu(string path, TorchTensor tensor)
    {
        if (tensor.DType != SafetensorsDType.U8 || tensor.Length != Generator.StateLength)
        {
            throw Throw.TorchFileError(path, $"what it has under \"cpu\" is not a state of {Generator.StateLength} bytes");
        }

        return tensor.ReadBytes();
    }
}
