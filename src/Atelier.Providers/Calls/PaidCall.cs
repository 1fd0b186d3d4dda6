using Atelier.Providers.Answers;

namespace Atelier.Providers.Calls;

/// <summary>One paid POST: what to send, for how many pictures, and where its answer goes.</summary>
/// <param name="AttemptId">Our id of the attempt.</param>
/// <param name="Pictures">Slots it serves, 1 to <see cref="CompiledCall.MaxPerCall"/>.</param>
/// <param name="Guard">Asked at the last moment before a byte is sent.</param>
/// <param name="Callback">Where the provider may call back, with an unguessable token of this attempt; null without a public address.</param>
public sealed record PaidCall(
    Guid AttemptId,
    CompiledCall Call,
    int Pictures,
    AnswerSpool Spool,
    ISendGuard Guard,
    ISourceFiles Sources,
    Uri? Callback = null
)
{
    /// <summary>The first of the slots it serves, from 0: several calls of one generation need seeds of their own.</summary>
    public int FirstSlot { get; init; }

    /// <summary>Hears how far it is; null where nobody wants to know. Whatever becomes of that changes nothing about the call.</summary>
    public IGlimpses? Glimpses { get; init; }
}
