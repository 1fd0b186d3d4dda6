using System.Net;
using Atelier.Providers.Calls;

namespace Atelier.Providers.Http;

/// <summary>The body of a paid POST: asks the guard before its first byte, and lets itself be sent once.</summary>
internal sealed class OneShotContent : HttpContent
{
    private readonly HttpContent _inner;
    private readonly ISendGuard _guard;
    private readonly SiteCall _call;
    private int _sent;

    public OneShotContent(HttpContent inner, ISendGuard guard, SiteCall call)
    {
        _inner = inner;
        _guard = guard;
        _call = call;
    }

    /// <summary>Settles the length, so that nothing of ours can fail between the first byte and the last.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (_inner.Headers.ContentLength is null)
        {
            await _inner.LoadIntoBufferAsync(cancellationToken);
        }

        foreach (var (name, values) in _inner.Headers.NonValidated)
        {
            Headers.TryAddWithoutValidation(name, values);
        }
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream,
        TransportContext? context,
        CancellationToken cancellationToken
    )
    {
        if (Interlocked.Exchange(ref _sent, 1) != 0)
        {
            throw new InvalidOperationException("A paid POST is sent once.");
        }

        await _guard.BeforeSendAsync(cancellationToken);
        _call.Begin();
        await _inner.CopyToAsync(stream, context, cancellationToken);
        await stream.FlushAsync(cancellationToken);
        await TellSentAsync(cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _inner.Headers.ContentLength ?? -1;
        return length >= 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }

    // By now the answer is being paid for: a note that fails must not lose it.
    private async Task TellSentAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _guard.AfterSendAsync(cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // The guard's own affair.
        }
    }
}
