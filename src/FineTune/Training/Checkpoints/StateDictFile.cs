using System.Collections;
using System.Runtime.CompilerServices;
using FineTune.IO;

namespace FineTune.Training;

/// <summary>State dicts of optimizers and schedules as files of <c>torch.save</c>.</summary>
internal static class StateDictFile
{
    /// <summary>Takes what is to be written.</summary>
    /// <param name="stateDict">The state; nothing of it is kept but what <paramref name="take"/> gives.</param>
    /// <param name="take">Gets what is written for a tensor: itself, or a copy.</param>
    /// <returns>Writes it to a path.</returns>
    public static Action<string> Take(IReadOnlyDictionary<string, object?> stateDict, Func<Tensor, Tensor> take)
    {
        object? root = ToTorch(stateDict, take);
        return path => TorchFile.Save(path, root);
    }

    /// <exception cref="TorchFileException">The file is damaged, or of another kind.</exception>
    public static IReadOnlyDictionary<string, object?> Load(string path)
    {
        using TorchFile file = TorchFile.Open(path);
        return new StateDictReader(file).Read();
    }

    /// <summary>Gives back the memory of tensors that <see cref="Load"/> read.</summary>
    public static void Release(object? value)
    {
        switch (value)
        {
            case Tensor tensor:
                tensor.Dispose();
                break;
            case IDictionary dictionary:
                foreach (object? item in dictionary.Values)
                {
                    Release(item);
                }

                break;
            case IEnumerable items and not string:
                foreach (object? item in items)
                {
                    Release(item);
                }

                break;
            default:
                break;
        }
    }

    private static object? ToTorch(object? value, Func<Tensor, Tensor> take) => value switch
    {
        null or bool or long or double or string => value,
        int whole => (long)whole,
        float real => (double)real,
        Tensor tensor => new TorchTensor(take(tensor)),
        LongTensor tensor => new TorchTensor(new LongTensor(tensor.ToArray(), tensor.Shape)),
        IDictionary dictionary => ToDict(dictionary.Keys.Cast<object>().Select(key => KeyValuePair.Create(key, dictionary[key])), take),
        IEnumerable<KeyValuePair<string, object?>> pairs => ToDict(pairs.Select(pair => KeyValuePair.Create<object, object?>(pair.Key, pair.Value)), take),
        PickleTuple tuple => new PickleTuple([.. tuple.Select(item => ToTorch(item, take))]),
        ITuple tuple => new PickleTuple([.. Enumerable.Range(0, tuple.Length).Select(i => ToTorch(tuple[i], take))]),
        IEnumerable items => items.Cast<object?>().Select(item => ToTorch(item, take)).ToList(),
        _ => throw new InvalidOperationException($"Bug in FineTune: a {value.GetType().Name} cannot be written into a checkpoint."),
    };

    private static PickleDict ToDict(IEnumerable<KeyValuePair<object, object?>> entries, Func<Tensor, Tensor> take)
    {
        PickleDict dict = [];
        foreach ((object key, object? value) in entries)
        {
            dict[key is int whole ? (long)whole : key] = ToTorch(value, take);
        }

        return dict;
    }
}
