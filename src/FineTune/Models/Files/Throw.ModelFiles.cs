using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using FineTune.Hub;
using FineTune.IO;

namespace FineTune;

/// <content>Messages of the folders and repositories models are loaded from.</content>
internal static partial class Throw
{
    private static readonly string[] OtherFrameworks = ["tf_model.h5", "flax_model.msgpack", "rust_model.ot", "model.onnx", "openvino_model.xml"];

    [DoesNotReturn, StackTraceHidden]
    public static ModelFolder ModelPathIsFile(string path) => throw new DirectoryNotFoundException(
        $"\"{path}\" is a file, but the folder of a model was expected. Pass \"{Path.GetDirectoryName(Path.GetFullPath(path))}\".");

    [DoesNotReturn, StackTraceHidden]
    public static void NoModelFolder(string path, string problem) => throw new DirectoryNotFoundException(
        $"There is no folder \"{path}\": it is not a local folder (looked for {Path.GetFullPath(path)}) and is not a valid model identifier of " +
        $"the Hub ({problem}). Expected the folder of a model (config.json, model.safetensors and the tokenizer's files), or \"org/name\". " +
        "Relative paths start at the current directory.");

    [DoesNotReturn, StackTraceHidden]
    public static ModelFolder NoSubfolder(string path, string subfolder) => throw new DirectoryNotFoundException(
        $"The folder \"{path}\" has no folder \"{subfolder}\". Correct Subfolder, or leave it out.");

    [DoesNotReturn, StackTraceHidden]
    public static string NoModelFile(ModelFolder folder, string file) => throw new FileNotFoundException(
        $"\"{folder.NameOrPath}\" does not appear to have a file named {file}: it has no {file}; {Has(folder)}. {Advice(folder)}",
        Path.Combine(folder.Path, file));

    [DoesNotReturn, StackTraceHidden]
    public static ITensorSource NoWeights(ModelFolder folder, string? weightsFile) => throw new FileNotFoundException(
        $"\"{folder.NameOrPath}\" does not appear to have a file named {weightsFile ?? "model.safetensors or pytorch_model.bin"}: it has no " +
        $"{weightsFile ?? "weights"}; {Has(folder)}. {Advice(folder)}");

    [DoesNotReturn, StackTraceHidden]
    public static string BadWeightsFile(ModelFolder folder, string weightsFile) => throw new InvalidDataException(
        $"config.json of \"{folder.NameOrPath}\" names \"{weightsFile}\" as its weights (transformers_weights); expected a file of the folder that " +
        "ends in .safetensors or .safetensors.index.json.");

    [DoesNotReturn, StackTraceHidden]
    public static T DisguisedFile<T>(string path, Disguise disguise) => throw new InvalidDataException($"\"{path}\" {disguise.What}.{HubAdvice(disguise)}");

    /// <summary>How to get the right file from the Hub, behind the sentence that says what a file is; empty where there is nothing to say.</summary>
    public static string HubAdvice(Disguise? disguise) => disguise?.Kind switch
    {
        DisguiseKind.Pointer => " From the Hub: finetune download.",
        DisguiseKind.Page => " On the Hub its address has /resolve/ and not /blob/.",
        _ => string.Empty,
    };

    /// <summary>The files there are, as the end of a sentence.</summary>
    public static string Has(ModelFolder folder) => folder.Files() is { Count: > 0 } files
        ? $"it has {string.Join(", ", files.Take(20))}{(files.Count > 20 ? ", ..." : string.Empty)}"
        : "it holds no files";

    private static string Advice(ModelFolder folder) => folder.Files() switch
    {
        var files when files.Contains("adapter_config.json") =>
            $"This is {ModelOddities.AdapterOf(folder)} without its base model, which it only changes: merge it first (in Python: merge_and_unload, then save_pretrained), or name the base model.",
        var files when files.FirstOrDefault(file => OtherFrameworks.Contains(file) || file.StartsWith("tf_model", StringComparison.Ordinal) || file.StartsWith("flax_model", StringComparison.Ordinal)) is { } other =>
            $"{other} holds weights for another framework, which are not read: convert them with the reference first.",
        var files when ModelOddities.OfNames(files) is { } odd => odd,
        _ => "Expected the folder of a model, or a repository of one: config.json, model.safetensors (or its shards and index, or pytorch_model.bin) and the " +
            "tokenizer's files.",
    };
}
