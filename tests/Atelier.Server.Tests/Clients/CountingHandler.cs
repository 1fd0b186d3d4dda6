using System.Collections.Concurrent;

namespace Atelier.Server.Tests.Clients;

/// <summary>Notes the calls of a client, and can lose the first answer to one of them after the service gave it.</summary>
internal sealed class CountingHandler : DelegatingHandler
{
    private readonly ConcurrentQueue<string> _calls = new();
    private int _lost;

    public CountingHandler()
        : base(new SocketsHttpHandler()) { }

    /// <summary>The end of the path whose first answer gets lost; null loses none.</summary>
    public string? Loses { get; init; }

    /// <summary>Methods and paths, in order.</summary>
    public IReadOnlyList<string> Calls => [.. _calls];

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        var path = request.RequestUri!.AbsolutePath;
        _calls.Enqueue($"{request.Method} {path}");
        var response = await base.SendAsync(request, cancellationToken);
        if (Loses is null || !path.EndsWith(Loses, StringComparison.Ordinal) || Interlocked.Exchange(ref _lost, 1) != 0)
        {
            return response;
        }

        response.Dispose();
        throw new HttpRequestException("The connection was lost on the way back.");
    }
}
