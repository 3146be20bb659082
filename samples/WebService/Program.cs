// A web service that labels texts.
//   dotnet run -c Release --project samples/WebService -- --model out/intents
//   curl localhost:5000/classify -H 'Content-Type: application/json' -d '{"text": "play some jazz"}'
using FineTune;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Services.AddTextClassification(
    builder.Configuration["model"] ?? throw new InvalidOperationException("Name the folder of a fine-tuned model: --model DIR."),
    new PipelineOptions { TopK = 3 });

WebApplication app = builder.Build();
app.MapPost("/classify", (Question question, TextClassificationPipeline classifier, CancellationToken cancelled) =>
    classifier.ClassifyTopAsync(new TextInput(question.Text, question.TextPair), cancelled));
app.MapHealthChecks("/health");
app.Run();

/// <summary>What is asked.</summary>
/// <param name="Text">The text.</param>
/// <param name="TextPair">The second text of a pair, or null.</param>
internal sealed record Question(string Text, string? TextPair = null);
