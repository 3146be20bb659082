using FineTune.IO;

namespace FineTune.Training;

/// <summary>
/// Turns what a torch file holds into a state dict. The file may come from a stranger: what contains itself, nests without end or takes
/// more memory than the file has bytes for is refused.
/// </summary>
internal sealed class StateDictReader(TorchFile file)
{
    private const int DeepestNesting = 32;
    private const int MostValues = 1 << 20;

    /// <summary>Halves grow to twice their size; beyond that tensors would have to share their numbers, which those of a state do not.</summary>
    private const int LargestGrowth = 4;

    private const long SmallFile = 1 << 20;
    private readonly long _mostBytes = (LargestGrowth * new FileInfo(file.Path).Length) + SmallFile;
    private long _bytes;
    private int _values;

    public OrderedDictionary<string, object?> Read()
    {
        OrderedDictionary<string, object?> root = [];
        foreach ((object key, object? value) in file.RootDict)
        {
            root[key.ToString()!] = Convert(value, depth: 1);
        }

        return root;
    }

    private object? Convert(object? value, int depth)
    {
        if (depth > DeepestNesting || ++_values > MostValues)
        {
            throw Refused(depth > DeepestNesting ? $"its values nest deeper than {DeepestNesting} levels" : $"it holds more than {MostValues} values");
        }

        return value switch
        {
            PickleDict dict => Convert(dict, depth),
            PickleTuple { Count: 2 } pair when pair[0] is double first && pair[1] is double second => (first, second),
            PickleTuple { Count: 3 } triple when triple[0] is double first && triple[1] is double second && triple[2] is double third => (first, second, third),
            PickleTuple tuple => new PickleTuple([.. tuple.Select(item => Convert(item, depth + 1))]),
            List<object?> list => list.Select(item => Convert(item, depth + 1)).ToList(),
            TorchTensor tensor => Read(tensor),
            _ => value,
        };
    }

    private OrderedDictionary<object, object?> Convert(PickleDict dict, int depth)
    {
        OrderedDictionary<object, object?> entries = [];
        foreach ((object key, object? item) in dict)
        {
            entries[key] = Convert(item, depth + 1);
        }

        return entries;
    }

    private Tensor Read(TorchTensor tensor)
    {
        _bytes += (long)tensor.Shape.NumElements * sizeof(float);
        if (_bytes > _mostBytes)
        {
            throw Refused("its tensors have more numbers than the file has bytes for");
        }

        using (TensorScope.Suspend())
        {
            return tensor.ReadTensor();
        }
    }

    private TorchFileException Refused(string problem) => new($"{file.Path} cannot be read: {problem}. Take another checkpoint.");
}
