using Atelier.Providers.Answers;

namespace Atelier.Providers.Tests.Serving;

/// <summary>A spool whose answer is what a test says, and that only counts what is written to it.</summary>
internal sealed class LyingSpool(Func<Stream>? answer = null) : AnswerSpool
{
    /// <summary>Bytes of all parts, kept or not.</summary>
    public long Written { get; private set; }

    public override async Task WriteAsync(
        string part,
        Func<Stream, CancellationToken, Task> write,
        CancellationToken cancellationToken
    )
    {
        var counter = new CountingStream();
        try
        {
            await write(counter, cancellationToken);
        }
        finally
        {
            Written += counter.Written;
        }
    }

    public override Task<Stream?> OpenAsync(string part, CancellationToken cancellationToken) =>
        Task.FromResult(part == Answer ? answer?.Invoke() : null);

    private sealed class CountingStream : MemoryStream
    {
        public long Written { get; private set; }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Written += buffer.Length;
            return ValueTask.CompletedTask;
        }
    }
}
