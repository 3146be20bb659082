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
    public static PretrainedConfig UnsupportedModelType(string path, string modelType) => throw new InvalidDataException(
        $"The model_type of \"{path}\", \"{modelType}\", is not supported; expected one of {List(ModelRegistry.ModelTypes)}. " +
        "Choose a checkpoint of one of these.");

    [DoesNotReturn, StackTraceHidden]
    public static string NoModelType(string path) => throw new InvalidDataException(
        $"\"{path}\" has no model_type, so the architecture is not known. Add \"model_type\": one of {List(ModelRegistry.ModelTypes)}.");
}
