using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Atelier.Client.Errors;

namespace Atelier.Client.Http;

/// <summary>Sends calls, again where they may be, and turns whatever goes wrong into an <see cref="AtelierClientException"/>.</summary>
internal sealed class Transport(HttpClient http, Origin origin, AtelierClientOptions options, TimeProvider time)
{
    private const int MostJson = 1024 * 1024;
    private static readonly MediaTypeWithQualityHeaderValue Json = new("application/json");
    private readonly RetryPolicy _retries = new(options.MaxRetries, options.MaxRetryWait);

    public Origin Origin => origin;

    /// <summary>A call that is answered in JSON.</summary>
    /// <param name="create">Makes the request, for each try anew.</param>
    /// <param name="limit">How long one try may take; null for no limit.</param>
    public Task<T> CallAsync<T>(
        Func<HttpRequestMessage> create,
        Repeats repeats,
        JsonTypeInfo<T> type,
        TimeSpan? limit,
        CancellationToken cancellationToken
    )
        where T : class =>
        RepeatAsync(
            repeats,
            async token =>
            {
                using var request = create();
                request.Headers.Accept.Add(Json);
                using var response = await SendAsync(request, token);
                return await ReadAsync(response, type, token);
            },
            limit,
            cancellationToken
        );

    public Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class =>
        CallAsync(
            () => origin.Request(HttpMethod.Get, origin.Below(path)),
            Repeats.Always,
            type,
            options.CallLimit,
            cancellationToken
        );

    /// <summary>The answer to a GET once its headers are there and say that it succeeded.</summary>
    public Task<HttpResponseMessage> OpenAsync(Uri url, CancellationToken cancellationToken) =>
        RepeatAsync(
            Repeats.Always,
            async token =>
            {
                using var request = origin.Request(HttpMethod.Get, url);
                return await SendAsync(request, token);
            },
            options.CallLimit,
            cancellationToken
        );

    /// <summary>Sends a request once, whatever comes of it.</summary>
    public async Task<HttpResponseMessage> SendOnceAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        // .NET asks a new connection for its far end, and lets this through where it was cut meanwhile.
        catch (SocketException exception)
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, exception.Message, exception);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await SendOnceAsync(request, cancellationToken);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw await ErrorReader.ReadAsync(response, time, cancellationToken);
        }
    }

    private async Task<T> RepeatAsync<T>(
        Repeats repeats,
        Func<CancellationToken, Task<T>> send,
        TimeSpan? limit,
        CancellationToken cancellationToken
    )
    {
        for (var tries = 1; ; tries++)
        {
            TimeSpan wait;
            try
            {
                return await Lost.WatchAsync(send, limit, time, cancellationToken);
            }
            catch (AtelierClientException error) when (_retries.Wait(error, repeats, tries) is { } asked)
            {
                wait = asked;
            }

            await Task.Delay(wait, time, cancellationToken);
        }
    }

    private static async Task<T> ReadAsync<T>(
        HttpResponseMessage response,
        JsonTypeInfo<T> type,
        CancellationToken cancellationToken
    )
        where T : class
    {
        var body = await BoundedBody.ReadAsync(response.Content, MostJson, cancellationToken);
        try
        {
            return body is null
                ? throw Unreadable(response, null)
                : JsonSerializer.Deserialize(body.Value.Span, type) ?? throw Unreadable(response, null);
        }
        catch (JsonException exception)
        {
            throw Unreadable(response, exception);
        }
    }

    private static AtelierClientException Unreadable(HttpResponseMessage response, Exception? reason) =>
        new(
            "The answer is not what the service answers. Is the base address right?",
            ClientErrorCodes.Unreadable,
            response.StatusCode,
            innerException: reason
        );
}
