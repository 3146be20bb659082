using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace FineTune.Samples.Tests;

/// <summary>A program as somebody pastes it into the only file of a new console project: top-level statements, with the project's implicit usings.</summary>
internal static class PastedProgram
{
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    /// <summary>Compiles it against the libraries.</summary>
    public static CSharpCompilation Compile(string program) => CSharpCompilation.Create(
        $"pasted-{Guid.NewGuid():N}",
        [Parse(ImplicitUsings), Parse(program)],
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path)),
        new(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));

    /// <summary>Compiles it without any warning and runs it.</summary>
    /// <returns>What it printed.</returns>
    public static string Run(string program)
    {
        using MemoryStream code = new();
        Microsoft.CodeAnalysis.Emit.EmitResult result = Compile(program).Emit(code);
        Assert.Empty(result.Diagnostics.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning));
        return SampleTests.Run(Assembly.Load(code.ToArray()).EntryPoint!);
    }

    private static SyntaxTree Parse(string text) => CSharpSyntaxTree.ParseText(text, new(LanguageVersion.CSharp14));
}
