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
        OrderedDictionary<string, object?> root = [];
        foreach ((object key, object? value) in file.RootDict)
        {
            root[key.ToString()!] = FromTorch(value);
        }

        return root;
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

    private static object? FromTorch(object? value)
    {
        switch (value)
        {
            case PickleDict dict:
                OrderedDictionary<object, object?> entries = [];
                foreach ((object key, object? item) in dict)
                {
                    entries[key] = FromTorch(item);
                }

                return entries;
            case PickleTuple { Count: 2 } pair when pair[0] is double first && pair[1] is double second:
                return (first, second);
            case PickleTuple { Count: 3 } triple when triple[0] is double first && triple[1] is double second && triple[2] is double third:
                return (first, second, third);
            case PickleTuple tuple:
                return new PickleTuple([.. tuple.Select(FromTorch)]);
            case List<object?> list:
                return list.Select(FromTorch).ToList();
            case TorchTensor tensor:
                using (TensorScope.Suspend())
                {
                    return tensor.ReadTensor();
                }

            default:
                return value;
        }
    }
}
