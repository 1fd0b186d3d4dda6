using System.Text.Json;
using Atelier.Providers.Answers;
using Atelier.Providers.Calls;
using Atelier.Providers.OpenAi;

namespace Atelier.Providers.Tests.Serving;

/// <summary>Calls that are ready to be paid.</summary>
internal static class PaidCalls
{
    public static CompiledCall Compiled(CompileOrder order) =>
        Assert.IsType<Compilation.Ready>(OpenAiCompiler.Compile(order)).Call;

    public static PaidCall Of(
        CompileOrder order,
        int pictures = 1,
        AnswerSpool? spool = null,
        ISendGuard? guard = null,
        ISourceFiles? sources = null
    ) => Of(Compiled(order), pictures, spool, guard, sources);

    public static PaidCall Of(
        CompiledCall call,
        int pictures = 1,
        AnswerSpool? spool = null,
        ISendGuard? guard = null,
        ISourceFiles? sources = null
    ) =>
        new(
            Guid.CreateVersion7(),
            call,
            pictures,
            spool ?? new MemorySpool(),
            guard ?? new TestGuard(),
            sources ?? new TestSources()
        );

    /// <summary>The same call after a stay in PostgreSQL, whose jsonb orders keys by length and letters.</summary>
    public static CompiledCall Stored(CompiledCall call) => call with { Parameters = Sorted(call.Parameters) };

    private static JsonElement Sorted(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object
            ? JsonSerializer.SerializeToElement(
                value
                    .EnumerateObject()
                    .OrderBy(member => member.Name.Length)
                    .ThenBy(member => member.Name, StringComparer.Ordinal)
                    .ToDictionary(member => member.Name, member => Sorted(member.Value))
            )
            : value;
}
