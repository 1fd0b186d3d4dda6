using System.Buffers;
using System.Text.Json;
using Atelier.Providers.Answers;
using Atelier.Providers.Failures;

namespace Atelier.Providers.Http;

/// <summary>
/// An answer whose body is still on its way. Reading it stands under the token and the time limit of the call, and fails as
/// the call does: <see cref="FailureKind.Lost"/>, with an unknown charge where the call was paid.
/// </summary>
public sealed class SiteAnswer : IDisposable
{
    private readonly SiteCall _call;
    private readonly HttpResponseMessage _response;

    internal SiteAnswer(SiteCall call, HttpResponseMessage response)
    {
        _call = call;
        _response = response;
    }

    /// <summary>The HTTP status.</summary>
    public int Status => (int)_response.StatusCode;

    /// <summary>The provider's own name of the request, from <c>x-request-id</c>; null when it gave none.</summary>
    public string? RequestId => _call.RequestId;

    /// <summary>Such as <c>application/json</c>; null when the answer does not say.</summary>
    public string? MediaType => _response.Content.Headers.ContentType?.MediaType;

    /// <summary>Bytes of the body; null when the answer does not say.</summary>
    public long? Length => _response.Content.Headers.ContentLength;

    /// <summary>The first value of a header; null when it is not there.</summary>
    public string? Header(string name) =>
        _response.Headers.NonValidated.TryGetValues(name, out var values) ? values.First() : null;

    /// <summary>How long the provider asks to be left alone; null when it does not say.</summary>
    public TimeSpan? RetryAfter(TimeProvider time) => RetryAfterHeader.Read(Header, time);

    /// <summary>The body as JSON; null when it is none, or larger than <paramref name="maxBytes"/>.</summary>
    /// <exception cref="ProviderException">The body did not come whole.</exception>
    public async Task<JsonElement?> ReadJsonAsync(int maxBytes)
    {
        using var body = new MemoryStream();
        if (await CopyAsync(body, maxBytes) is null)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(body.GetBuffer().AsMemory(0, (int)body.Length));
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes the body to a part of the spool; whole, or nothing of it.</summary>
    /// <exception cref="ProviderException">It did not come whole, is empty or too large, or could not be kept.</exception>
    public async Task SpoolAsync(AnswerSpool spool, string part, long maxBytes)
    {
        try
        {
            await spool.WriteAsync(part, (stream, _) => CopyWithinAsync(stream, maxBytes), _call.Token);
        }
        catch (Exception failure)
        {
            if (_call.MeaningOf(failure) is { } meaning)
            {
                throw meaning;
            }

            throw;
        }
    }

    public void Dispose()
    {
        _response.Dispose();
        _call.Dispose();
    }

    private async Task CopyWithinAsync(Stream target, long maxBytes)
    {
        if (await CopyAsync(target, maxBytes) is null or 0)
        {
            throw new ProviderException(
                _call.Provider,
                FailureKind.Unreadable,
                _call.MayCost ? Charge.Charged : Charge.None,
                $"{_call.Provider} sent nothing, or more than {maxBytes} bytes."
            )
            {
                Status = Status,
                RequestId = RequestId,
            };
        }
    }

    // The number of bytes; null when there are more than allowed.
    private async Task<long?> CopyAsync(Stream target, long maxBytes)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(81_920);
        try
        {
            await using var body = await _response.Content.ReadAsStreamAsync(_call.Token);
            var total = 0L;
            while (await body.ReadAsync(buffer, _call.Token) is > 0 and var read)
            {
                total += read;
                if (total > maxBytes)
                {
                    return null;
                }

                await target.WriteAsync(buffer.AsMemory(0, read), _call.Token);
            }

            return total;
        }
        catch (Exception failure)
        {
            if (_call.MeaningOf(failure) is { } meaning)
            {
                throw meaning;
            }

            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
