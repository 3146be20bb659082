using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace FineTune.Analyzers;

/// <summary>
/// Warns of <c>dataset.WithFormat("label");</c> as a statement: the object never changes, and the changed copy that the method returned is lost.
/// </summary>
/// <remarks>It looks at methods of types with the attribute <c>FineTune.ReturnsCopiesAttribute</c> that return such a type.</remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnusedCopyAnalyzer : DiagnosticAnalyzer
{
    /// <summary>The warning's id.</summary>
    public const string Id = "FT0001";

    private const string Attribute = "FineTune.ReturnsCopiesAttribute";

    private static readonly DiagnosticDescriptor s_rule = new(
        Id,
        "A changed copy is thrown away",
        "{0}.{1} changes nothing: it returns another {2}, which is thrown away here. Use what it returns (x = x.{1}(...)), or write _ = before it.",
        "Usage",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true);

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(s_rule);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterOperationAction(Look, OperationKind.ExpressionStatement);
    }

    private static void Look(OperationAnalysisContext context)
    {
        IOperation thrownAway = ((IExpressionStatementOperation)context.Operation).Operation;
        if (thrownAway is IConditionalAccessOperation conditional)
        {
            thrownAway = conditional.WhenNotNull;
        }

        if (thrownAway is IInvocationOperation { TargetMethod: { } method } && ReturnsCopies(method.ContainingType) && ReturnsCopies(method.ReturnType))
        {
            context.ReportDiagnostic(Diagnostic.Create(s_rule, thrownAway.Syntax.GetLocation(), method.ContainingType.Name, method.Name, method.ReturnType.Name));
        }
    }

    private static bool ReturnsCopies(ITypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (type.GetAttributes().Any(attribute => attribute.AttributeClass?.ToDisplayString() == Attribute))
            {
                return true;
            }
        }

        return false;
    }
}
