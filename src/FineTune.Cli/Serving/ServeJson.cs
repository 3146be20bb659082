using System.Text.Json;
using System.Text.Json.Serialization;

namespace FineTune.Cli.Serving;

/// <summary>How requests and answers are read and written, made when the command is compiled: a native program reflects on nothing.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ClassifyRequest))]
[JsonSerializable(typeof(ClassifyAnswer[]))]
[JsonSerializable(typeof(ClassifyError))]
internal sealed partial class ServeJson : JsonSerializerContext;
