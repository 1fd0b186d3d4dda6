using Atelier.Providers.Answers;

namespace Atelier.Providers.Tests.Conformance;

/// <summary>A spool whose disk is full.</summary>
internal sealed class BrokenSpool : AnswerSpool
{
    public override Task WriteAsync(
        string part,
        Func<Stream, CancellationToken, Task> write,
        CancellationToken cancellationToken
    ) => throw new IOException("No space left.");

    public override Task<Stream?> OpenAsync(string part, CancellationToken cancellationToken) =>
        Task.FromResult<Stream?>(null);
}
