using System.Collections.Concurrent;
using System.Text.Json;
using Atelier.Imaging;
using Atelier.Providers;
using Atelier.Providers.Calls;

namespace Atelier.Engine.Tests.Nodes;

/// <summary>Stands where the painter stands, notes what it was asked for, and does what a test tells it.</summary>
internal sealed class TestProvider : IPainter
{
    private readonly ConcurrentQueue<string> _prompts = new();

    public string Id => "local";

    /// <summary>The prompts of all calls, in the order of their starts.</summary>
    public IReadOnlyList<string> Prompts => [.. _prompts];

    /// <summary>What happens in a call, by prompt and slot; returns at once by default.</summary>
    public Func<string, int, CancellationToken, Task> Behave { get; set; } = (_, _, _) => Task.CompletedTask;

    public Compilation Compile(CompileOrder order) =>
        new Compilation.Ready(
            new CompiledCall(
                Id,
                order.Model.Id,
                1,
                1,
                JsonSerializer.SerializeToElement(order.Request.Operation.Texts.Prompt),
                []
            )
        );

    public async Task<IReadOnlyList<PaintedPicture>> PaintAsync(
        CompiledCall call,
        IReadOnlyList<int> slots,
        ISourceFiles sources,
        CancellationToken cancellationToken
    )
    {
        var prompt = call.Parameters.GetString()!;
        _prompts.Enqueue(prompt);
        await Behave(prompt, slots[0], cancellationToken);
        return [new PaintedPicture(slots[0], new PixelBuffer(16, 16, 3, new byte[16 * 16 * 3]), null)];
    }
}
