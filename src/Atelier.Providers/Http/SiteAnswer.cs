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

    /// <summary>The body as JSON without its long texts, of which no more is in memory than that; null when it is none, or too large.</summary>
    /// <exception cref="ProviderException">The body did not come whole.</exception>
    internal async Task<JsonElement?> SieveAsync(SieveRules rules)
    {
        try
        {
            await using var body = await _response.Content.ReadAsStreamAsync(_call.Token);
            return (await AnswerSieve.ReadAsync(body, rules, _call.Token)).Json;
        }
        catch (JsonException)
        {
            return null;
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

    /// <summary>Writes the body to a part of the spool; whole, or nothing of it.</summary>
    /// <exception cref="ProviderException">It did not come whole, is empty or too large, or could not be kept.</exception>
    public Task SpoolAsync(AnswerSpool spool, string part, long maxBytes) => SpoolAsync(spool, part, maxBytes, null);

    /// <summary>The same, for one who looks at it on its way.</summary>
    /// <exception cref="ProviderException">Likewise, or as <paramref name="watch"/> says at its end.</exception>
    internal async Task SpoolAsync(AnswerSpool spool, string part, long maxBytes, IBodyWatch? watch)
    {
        try
        {
            await spool.WriteAsync(part, (stream, _) => CopyWithinAsync(stream, maxBytes, watch), _call.Token);
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

    private async Task CopyWithinAsync(Stream target, long maxBytes, IBodyWatch? watch)
    {
        if (await CopyAsync(target, maxBytes, watch) is null or 0)
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

        watch?.End();
    }

    // The number of bytes; null when there are more than allowed.
    private async Task<long?> CopyAsync(Stream target, long maxBytes, IBodyWatch? watch = null)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(81_920);
        var total = 0L;
        try
        {
            await using var body = await _response.Content.ReadAsStreamAsync(_call.Token);
            while (watch?.IsWhole != true && await body.ReadAsync(buffer, _call.Token) is > 0 and var read)
            {
                total += read;
                if (total > maxBytes)
                {
                    return null;
                }

                await target.WriteAsync(buffer.AsMemory(0, read), _call.Token);
                watch?.Take(buffer.AsSpan(0, read));
            }

            return total;
        }
        catch (Exception) when (watch?.IsWhole == true)
        {
            // All was written before it was looked at; what broke is the rest, which nobody needs.
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
