using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace FineTune;

/// <content>Messages of the models.</content>
internal static partial class Throw
{
    [DoesNotReturn, StackTraceHidden]
    public static PretrainedConfig UnknownModelType(string modelType) => throw new ArgumentException(
        $"The architecture \"{modelType}\" is not supported; expected one of {List(ModelRegistry.ModelTypes)}.");

    [DoesNotReturn, StackTraceHidden]
    public static PretrainedConfig UnsupportedModelType(string path, string modelType, string? nearest) => throw new InvalidDataException(
        $"The model_type of \"{path}\", \"{modelType}\", is not supported; expected one of {List(ModelRegistry.ModelTypes)}. " +
        (nearest is null ? string.Empty : $"The file reads most like one of \"{nearest}\". ") + "Choose a checkpoint of one of these.");

    [DoesNotReturn, StackTraceHidden]
    public static string NoModelType(string nameOrPath) => throw new InvalidDataException(
        $"Unrecognized model in {nameOrPath}. Should have a `model_type` key in its config.json: one of {List(ModelRegistry.ModelTypes)}.");

    [DoesNotReturn, StackTraceHidden]
    public static string OwnCode(string nameOrPath) => throw new InvalidDataException(
        $"{nameOrPath} is a model with code of its own (auto_map in its config.json, trust_remote_code in the reference). Such code is Python and is not " +
        $"run. Choose a checkpoint of one of {List(ModelRegistry.ModelTypes)}.");

    [DoesNotReturn, StackTraceHidden]
    public static ModelFamily NoFamily(string modelType) => throw new ArgumentException(
        $"The auto classes do not know the architecture \"{modelType}\"; they know {List(ModelRegistry.ModelTypes)}. " +
        "Make the model with its own class.");

    [DoesNotReturn, StackTraceHidden]
    public static void ConfigOfAnotherModel(PretrainedConfig present, PretrainedConfig given) => throw new ArgumentException(
        $"The model was made for a {present.GetType().Name} with {present.NumLabels} labels and cannot take a {given.GetType().Name} with " +
        $"{given.NumLabels}. Set model.Config = model.Config with {{ ... }}, or load the model with NumLabels = {given.NumLabels}.");

    [DoesNotReturn, StackTraceHidden]
    public static T WrongConfigClass<T>(string model, PretrainedConfig config) => throw new ArgumentException(
        $"{model} cannot be made from a {config.GetType().Name} (model_type \"{config.ModelType}\"). Use AutoModel or " +
        "AutoModelForSequenceClassification, which choose the class.");

    [DoesNotReturn, StackTraceHidden]
    public static void StateDictDoesNotFit(LoadReport report) => throw new InvalidOperationException(
        $"The state dict does not fit {report.ModelClass}; nothing was copied. Pass weights of the same names and shapes, or strict: false " +
        $"to copy those that fit.\n{report}");

    [DoesNotReturn, StackTraceHidden]
    public static void SizesDiffer(LoadReport report, string? oddity) => throw new InvalidOperationException(
        $"Weights of \"{report.Source}\" have other shapes than {report.ModelClass} needs. If that is the head and you want a new one, set " +
        $"IgnoreMismatchedSizes = true (--ignore_mismatched_sizes): they are drawn anew then. Otherwise give the checkpoint's own sizes or number of labels." +
        $"{(oddity is null ? string.Empty : " " + oddity)}\n{report}");

    [DoesNotReturn, StackTraceHidden]
    public static void WeightsAreNoFloats(string path, string key, string dtype) => throw new InvalidDataException(
        $"\"{path}\": tensor \"{key}\" holds {dtype}, but floats (F32, F16, BF16, F64) were expected. Quantized weights cannot be trained: use the checkpoint they were made from.");

    [DoesNotReturn, StackTraceHidden]
    public static void NothingFits(LoadReport report) => throw new InvalidDataException(
        $"None of the {report.UnexpectedKeys.Count} weights of \"{report.Source}\" belongs to {report.ModelClass}; is config.json of another " +
        $"model? The checkpoint has {string.Join(", ", report.UnexpectedKeys.Take(5))}; expected names like {report.MissingKeys[0]}.{ModelOddities.OfKeys(report)}");

    [DoesNotReturn, StackTraceHidden]
    public static void UnsupportedInput(string key) => throw new ArgumentException(
        $"The batch has \"{key}\", which this model does not take: it looks the embeddings of input_ids up and counts the positions from 0. " +
        "Remove it from the batch.");

    [DoesNotReturn, StackTraceHidden]
    public static LongTensor NoInputIds(IEnumerable<string> keys) => throw new ArgumentException(
        $"The batch has no input_ids of whole numbers; it has {string.Join(", ", keys)}. Tokenize the text column first: " +
        "dataset.Map(row => tokenizer.Encode(row.Get<string>(\"text\"))).");

    [DoesNotReturn, StackTraceHidden]
    public static void BadInputIds(Shape shape) => throw new ShapeMismatchException(
        $"input_ids has the shape {shape}, but (batch, length) with at least one token was expected. Collate the examples into a batch, " +
        "also when there is only one.");

    [DoesNotReturn, StackTraceHidden]
    public static void InputShapesDiffer(string name, Shape shape, Shape ids) => throw new ShapeMismatchException(
        $"{name} has the shape {shape}, but input_ids has {ids}; expected the same. Pad both with the same collator.");

    [DoesNotReturn, StackTraceHidden]
    public static void SequenceTooLong(int length, int maximum) => throw new ArgumentException(
        $"The batch {TooLong(length, maximum)}; of a pipeline set Truncation = true.");

    /// <summary>Says of a text that it is longer than the model reads, and what to do; without a full stop.</summary>
    public static string TooLong(int length, int maximum) =>
        $"is {length} tokens long, but the model reads at most {maximum} (max_position_embeddings). Truncate when you tokenize: truncation: true, maxLength: {maximum}";

    [DoesNotReturn, StackTraceHidden]
    public static void IdOutOfRange(string name, long value, int row, int column, int limit, string limitName) => throw new ArgumentException(
        $"{name} holds {value} in row {row}, column {column}, {OutOfTable(limit, limitName)}");

    /// <summary>Says of a number that it is beyond a table of the model, and what to do.</summary>
    public static string OutOfTable(int limit, string limitName) =>
        $"but the model has {limitName} = {limit}: expected 0 to {limit - 1}. " +
        (limitName == "vocab_size" ? "Use the tokenizer the model was trained with." : "Leave token_type_ids out, or use a model with more types.");

    [DoesNotReturn, StackTraceHidden]
    public static void LabelOutOfRange(int row, int? dataRow, long value, int numLabels) => throw new ArgumentException(
        $"The label of row {row} of the batch{(dataRow is { } at ? $" (row {at} of the data set)" : string.Empty)} {OutOfClasses(value, numLabels)}");

    /// <summary>Says of a label that it is no class of the model, and what to do.</summary>
    public static string OutOfClasses(long value, int numLabels) =>
        $"is {value}, but the model has num_labels = {numLabels}: expected 0 to {numLabels - 1} (or {SequenceClassification.IgnoreIndex} to leave the row out). " +
        $"Load the model with NumLabels = {Math.Max(numLabels, value + 1)}, or map the labels to 0, 1, ...";

    [DoesNotReturn, StackTraceHidden]
    public static T LabelsDoNotFit<T>(TensorBase labels, ProblemType problem, string shape, string kind) => throw new ArgumentException(
        $"The labels are {(labels is LongTensor ? "whole numbers" : "numbers")} of shape {labels.Shape}, but {ProblemTypeNames.NameOf(problem)} needs {kind} of " +
        $"shape {shape}. Change the label column, or load the model with another ProblemType or NumLabels.");

    [DoesNotReturn, StackTraceHidden]
    public static void UnknownTask(string task, IEnumerable<string> known) => throw new ArgumentException(
        $"There is no pipeline for \"{task}\"; expected one of {string.Join(", ", known)}.");

    [DoesNotReturn, StackTraceHidden]
    public static void UntrainedModel(PreTrainedModel model, IReadOnlyList<string> keys) => throw new InvalidOperationException(
        $"The {model.GetType().Name}{(model.LoadReport is { } report ? $" from \"{report.Source}\"" : string.Empty)} is not a fine-tuned classifier: " +
        $"{string.Join(", ", keys.Take(4))} {(keys.Count == 1 ? "is" : "are")} as drawn at random. Fine-tune it first (Trainer, or finetune train), or load the folder of a fine-tuned model.");

    [DoesNotReturn, StackTraceHidden]
    public static void LabelsAreNotNumbered(string problem) => throw new InvalidDataException(problem);

    [DoesNotReturn, StackTraceHidden]
    public static Tensor NoLogits(PreTrainedModel model) => throw new ArgumentException(
        $"{model.GetType().Name} has no classifier. Load the model with AutoModelForSequenceClassification.FromPretrained.");

    [DoesNotReturn, StackTraceHidden]
    public static int NoPadToken(string tokenizer) => throw new ArgumentException(
        $"The texts of a batch have different lengths, but the tokenizer of \"{tokenizer}\" has no padding token. Set BatchSize = 1, or load the " +
        "tokenizer with new TokenizerOptions { PadToken = ... }.");

    [DoesNotReturn, StackTraceHidden]
    public static void AttentionsNotReturned() => throw new ArgumentException(
        "The configuration's output_attentions is true, but models do not return attention probabilities: they are never held as a whole. " +
        "Take it out of the model's config.json, or have a program set it to false: " +
        "new() { ConfigOverrides = new Dictionary<string, object?> { [\"output_attentions\"] = false } }.");

    [DoesNotReturn, StackTraceHidden]
    public static void UnknownFunction(ClassificationFunction function, string property) => throw new ArgumentOutOfRangeException(
        property, function, $"{property} is none of {List(Enum.GetNames<ClassificationFunction>())}. Use one of them, or null for the one that suits the model.");

    [DoesNotReturn, StackTraceHidden]
    public static void SaveDirectoryIsFile(string path) => throw new IOException(
        $"\"{path}\" is a file, but a folder to save the model in was expected. Choose another path.");

    [DoesNotReturn, StackTraceHidden]
    public static Generator NoGenerator() => throw new InvalidOperationException(
        "NEFTune needs random numbers, but the model has no generator. Set model.Generator, or call model.Eval() to switch the noise off.");

    [DoesNotReturn, StackTraceHidden]
    public static void CheckpointingSetting(string key, object? value) => throw new ArgumentException(
        $"activation_checkpointing_kwargs has {key} = {value ?? "null"}, but expected are every_n_layers (1 or more), use_reentrant, offload, debug " +
        "(true or false), preserve_rng_state (true: the random numbers are always those of the first time) and determinism_check (default or none). " +
        "Leave the setting out.");

    [DoesNotReturn, StackTraceHidden]
    public static void NoCheckpointing(string model) => throw new InvalidOperationException(
        $"{model} does not support activation checkpointing: it has no stack of layers. Set activation_checkpointing to false.");
}
