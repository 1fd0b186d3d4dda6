using Atelier.Providers.Answers;

namespace Atelier.Providers.Tests.Serving;

/// <summary>A spool that keeps its parts in memory, each whole or not there.</summary>
internal sealed class MemorySpool : AnswerSpool
{
    private readonly Dictionary<string, byte[]> _parts = [];

    public IReadOnlyDictionary<string, byte[]> Parts => _parts;

    public void Put(string part, byte[] bytes) => _parts[part] = bytes;

    public override async Task WriteAsync(
        string part,
        Func<Stream, CancellationToken, Task> write,
        CancellationToken cancellationToken
    )
    {
        using var stream = new MemoryStream();
        await write(stream, cancellationToken);
        _parts[part] = stream.ToArray();
    }

    public override Task<Stream?> OpenAsync(string part, CancellationToken cancellationToken) =>
        Task.FromResult<Stream?>(_parts.TryGetValue(part, out var bytes) ? new MemoryStream(bytes) : null);
}
