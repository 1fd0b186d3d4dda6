using Atelier.Providers.Failures;

namespace Atelier.Providers.Http;

/// <summary>One request under way: its time limit, and what a failure of it means.</summary>
internal sealed class SiteCall : IDisposable
{
    private readonly bool _paid;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _limit;
    private readonly CancellationTokenSource _either;

    public SiteCall(string provider, TimeSpan limit, TimeProvider time, bool paid, CancellationToken caller)
    {
        Provider = provider;
        _paid = paid;
        _caller = caller;
        _limit = new CancellationTokenSource(limit, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_limit.Token, caller);
    }

    public string Provider { get; }

    /// <summary>Whether this call may cost something by now: it is paid and its body began.</summary>
    public bool MayCost { get; private set; }

    /// <summary>The HTTP status; null before an answer began.</summary>
    public int? Status { get; private set; }

    /// <summary>The provider's own name of the request, from <c>x-request-id</c>; null when it gave none.</summary>
    public string? RequestId { get; private set; }

    /// <summary>Ends with the caller's patience or the time limit.</summary>
    public CancellationToken Token => _either.Token;

    /// <summary>The body is about to be sent.</summary>
    public void Begin() => MayCost = _paid;

    /// <summary>Sends the request; the answer then owns this.</summary>
    public async Task<SiteAnswer> SendAsync(HttpClient client, HttpRequestMessage request)
    {
        try
        {
            var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
            Status = (int)response.StatusCode;
            RequestId = response.Headers.NonValidated.TryGetValues("x-request-id", out var ids) ? ids.First() : null;
            return new SiteAnswer(this, response);
        }
        catch (Exception failure)
        {
            var meaning = MeaningOf(failure);
            Dispose();
            if (meaning is not null)
            {
                throw meaning;
            }

            throw;
        }
    }

    /// <summary>What a failure means; null when it is to be passed on as it is.</summary>
    public Exception? MeaningOf(Exception failure)
    {
        if (failure is ProviderException)
        {
            return null;
        }

        if (MayCost)
        {
            return FailureMap.OfPaidPost(this, failure);
        }

        if (_caller.IsCancellationRequested)
        {
            return failure is OperationCanceledException ? null : new OperationCanceledException(_caller);
        }

        return _paid ? FailureMap.OfUnsent(this, failure) : FailureMap.OfRead(this, failure);
    }

    public void Dispose()
    {
        _either.Dispose();
        _limit.Dispose();
    }
}
