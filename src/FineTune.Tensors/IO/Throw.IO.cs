using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using FineTune.IO;

namespace FineTune;

/// <content>Messages of the file formats.</content>
internal static partial class Throw
{
    [DoesNotReturn, StackTraceHidden]
    public static void Safetensors(string path, string problem) => throw SafetensorsError(path, problem);

    public static SafetensorsException SafetensorsError(string path, string problem, Exception? cause = null) => new(
        $"\"{path}\" is not a usable safetensors file: {problem}. Download or write it again, or name another file.", cause);

    public static SafetensorsException DisguisedSafetensors(string path, Disguise disguise, Exception? cause) => new($"\"{path}\" {disguise.What}.", cause) { Disguise = disguise };

    public static TorchFileException DisguisedTorch(string path, Disguise disguise, Exception? cause) => new($"\"{path}\" {disguise.What}.", cause) { Disguise = disguise };

    public static SafetensorsException SafetensorsJson(string path, Exception cause) =>
        SafetensorsError(path, $"its header is not the JSON it should be ({cause.Message.TrimEnd('.')})", cause);

    [DoesNotReturn, StackTraceHidden]
    public static void FileShrank(string path) => throw new EndOfStreamException(
        $"\"{path}\" became shorter while it was read. Make sure that nothing else writes to it, and read it again.");

    [DoesNotReturn, StackTraceHidden]
    public static void SafetensorsMissing(string path, string name, IEnumerable<string> names) => throw new SafetensorsException(
        $"\"{path}\" has no tensor \"{name}\". It has {SomeOf(names)}. Check the name, or ask Contains first.");

    [DoesNotReturn, StackTraceHidden]
    public static void SafetensorsKind(string path, SafetensorsEntry entry, string expected, string other) => throw new SafetensorsException(
        $"Tensor \"{entry.Name}\" of \"{path}\" holds {DTypes.NameOf(entry.DType)}, expected {expected}." +
        (DTypes.IsFloat(entry.DType) || DTypes.IsInteger(entry.DType) ? $" Use {other} for it." : " This kind cannot be read."));

    [DoesNotReturn, StackTraceHidden]
    public static void SafetensorsLength(string path, SafetensorsEntry entry, int length) => throw new SafetensorsException(
        $"Tensor \"{entry.Name}\" of \"{path}\" is shaped ({string.Join(", ", entry.Dims)}) and has {entry.Length} elements, but the destination " +
        $"holds {length}. Make it as long as the tensor.");

    [DoesNotReturn, StackTraceHidden]
    public static void SafetensorsCannotWrite(string name, bool isFloat, SafetensorsDType dtype) => throw new ArgumentException(
        $"Tensor \"{name}\" holds {(isFloat ? "float32" : "int64")} numbers, which cannot be written as {DTypes.NameOf(dtype)}. Expected " +
        (isFloat ? "F32, F16, BF16 or F64." : "I64, I32, I16, I8, U32, U16, U8 or Bool."));

    [DoesNotReturn, StackTraceHidden]
    public static void SafetensorsName(string name) => throw new ArgumentException(
        name == SafetensorsHeader.MetadataName
            ? $"No tensor can be called \"{name}\": the format keeps this name for itself. Rename it."
            : $"Two tensors are called \"{name}\". Give each a name of its own, or leave out the one that is tied to the other.");

    [DoesNotReturn, StackTraceHidden]
    public static void SafetensorsRange(string name, long value, SafetensorsDType dtype) => throw new ArgumentException(
        $"Tensor \"{name}\" holds {value}, which {DTypes.NameOf(dtype)} cannot. Write it as I64.");

    [DoesNotReturn, StackTraceHidden]
    public static void SafetensorsIndex(string path, string problem) => throw SafetensorsIndexError(path, problem);

    public static SafetensorsException SafetensorsIndexError(string path, string problem, Exception? cause = null) => new(
        $"\"{path}\" does not describe weights spread over several files: {problem}. Download or save all of the model's files again.", cause);

    [DoesNotReturn, StackTraceHidden]
    public static void NoSafetensors(string folder, string name) => throw new FileNotFoundException(
        $"\"{folder}\" has neither {name}.safetensors nor {name}.safetensors.index.json. Check the folder, or save the weights as safetensors.",
        Path.Combine(folder, name + ".safetensors"));

    [DoesNotReturn, StackTraceHidden]
    public static void TorchFile(string path, string problem) => throw TorchFileError(path, problem);

    public static TorchFileException TorchFileError(string path, string problem) => new(
        $"\"{path}\" is not a usable file of torch.save: {problem}. Save or download it again, or name another file.");

    public static TorchFileException NestedWeights(string path, object key, string prefix) => new(
        $"\"{path}\" is no model's weights as save_pretrained writes them: the tensors lie under \"{key}\""
        + (prefix.Length == 0 ? string.Empty : $" with the prefix \"{prefix}\"") + (key is "state_dict" ? " (Lightning)" : string.Empty)
        + $". Save them by themselves first, in Python: torch.save({{name.removeprefix(\"{prefix}\"): value for name, value in torch.load(FILE)[\"{key}\"].items()}}, \"pytorch_model.bin\").");

    public static TorchFileException TorchFileGlobal(string path, string module, string name) => new(
        $"\"{path}\" was not loaded: it asks for the Python object \"{module}.{name}\", and only tensors and plain data are read, since anything " +
        "else could run code. If you trust the file, load it in Python and save its tensors as model.safetensors.");

    public static TorchFileException TorchFileMissing(string folder, string name, IEnumerable<string> names) => new(
        $"The weights in \"{folder}\" have no tensor \"{name}\". They have {SomeOf(names)}. Check the name, or ask Contains first.");

    private static string SomeOf(IEnumerable<string> names)
    {
        string[] some = [.. names.Take(6)];
        return some.Length == 0
            ? "none"
            : string.Join(", ", some.Take(5).Select(name => $"\"{name}\"")) + (some.Length > 5 ? ", ..." : string.Empty);
    }
}
