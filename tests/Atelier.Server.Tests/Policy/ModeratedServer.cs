using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Policy;

/// <summary>A server whose operator has prompts moderated at OpenAI, which an emulator plays.</summary>
public sealed class ModeratedServer : IAsyncLifetime
{
    public EmulatedServer Emulated { get; } = new() { Moderated = true };

    public ValueTask InitializeAsync() => Emulated.InitializeAsync();

    public ValueTask DisposeAsync() => Emulated.DisposeAsync();
}
