using Atelier.Core.Errors;
using Atelier.Data.Blobs.Buckets;
using Atelier.Server.Headers;
using Atelier.Server.Wall;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Npgsql;

namespace Atelier.Server.Errors;

/// <summary>Turns exceptions, and answers without a body, into errors of the door. What was not expected is logged, never shown.</summary>
internal sealed partial class ErrorMiddleware(
    RequestDelegate next,
    AnswerHeaders headers,
    ILogger<ErrorMiddleware> logger
)
{
    public async Task InvokeAsync(HttpContext context)
    {
        AtelierException? error;
        try
        {
            await next(context);
            error = EmptyAnswer(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        catch (AtelierException exception)
        {
            error = exception;
        }
        catch (BadHttpRequestException exception)
        {
            error = Translate(context, exception);
        }
        catch (NpgsqlException exception) when (exception.IsTransient)
        {
            LogDatabase(ErrorAnswer.RequestId(context), exception);
            error = new AtelierException(
                ErrorCode.ServiceUnavailable,
                "The database does not answer; try again shortly."
            )
            {
                RetryAfterSeconds = 5,
            };
        }
        catch (BucketException exception)
        {
            LogBucket(ErrorAnswer.RequestId(context), exception);
            error = new AtelierException(
                ErrorCode.ServiceUnavailable,
                "The store of the pictures does not answer; try again shortly."
            )
            {
                RetryAfterSeconds = 5,
            };
        }
        catch (ConnectionResetException)
        {
            // Nobody is there to be told.
            context.Abort();
            return;
        }
        catch (IOException exception)
        {
            LogFiles(ErrorAnswer.RequestId(context), exception);
            error = new AtelierException(
                ErrorCode.ServiceUnavailable,
                "The place of the pictures does not answer, or is full; try again shortly."
            )
            {
                RetryAfterSeconds = 30,
            };
        }
#pragma warning disable CA1031 // The last line of defence: a caller gets an id, the log gets the rest.
        catch (Exception exception)
        {
            LogUnexpected(context.Request.Method, DoorOf(context), ErrorAnswer.RequestId(context), exception);
            error = new AtelierException(
                ErrorCode.Internal,
                $"Something went wrong here. The log has it under {ErrorAnswer.RequestId(context)}."
            );
        }
#pragma warning restore CA1031

        if (error is null)
        {
            return;
        }

        if (context.Response.HasStarted)
        {
            // Half an answer must not look like a whole one.
            context.Abort();
            return;
        }

        ClearAnswer(context);
        await ErrorAnswer.WriteAsync(context, error);
    }

    private static AtelierException Translate(HttpContext context, BadHttpRequestException exception) =>
        exception.StatusCode switch
        {
            413 => new(
                ErrorCode.BodyTooLarge,
                $"The body is larger than this door takes ({MostMegabytes(context)} MB)."
            ),
            408 => new(ErrorCode.TooSlow, "The body came too slowly."),
            _ => new(ErrorCode.InvalidRequest, "The request could not be read as HTTP."),
        };

    private static long MostMegabytes(HttpContext context) =>
        (context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize ?? KestrelWall.MostBodyBytes)
        / (1024 * 1024);

    // What routing and authorization refuse, they refuse with a bare status.
    private static AtelierException? EmptyAnswer(HttpContext context)
    {
        var response = context.Response;
        if (
            response.HasStarted
            // 412 and 416 answer a condition or a range that the caller named; they carry their own headers.
            || response.StatusCode is < 400 or 412 or 416
            || response.ContentType is not null
            || response.ContentLength > 0
        )
        {
            return null;
        }

        var request = context.Request;
        return response.StatusCode switch
        {
            401 => new(
                ErrorCode.Unauthorized,
                "Send an API key: 'Authorization: Bearer atl_…'. The owner's key is in owner.key of the data folder."
            ),
            403 => new(ErrorCode.Forbidden, "This key may not do that."),
            404 => new(
                ErrorCode.NotFound,
                $"There is nothing at {Shorten(request.Path)}. The doors are listed at /docs."
            ),
            405 => new(
                ErrorCode.MethodNotAllowed,
                $"{request.Method} is not allowed at {Shorten(request.Path)}; use {response.Headers.Allow}."
            ),
            415 => new(ErrorCode.UnsupportedMediaType, "Send JSON with 'Content-Type: application/json'."),
            _ => new(ErrorCode.InvalidRequest, $"The request was refused with status {response.StatusCode}."),
        };
    }

    private void ClearAnswer(HttpContext context)
    {
        var response = context.Response;
        var allow = response.Headers.Allow;
        response.Clear();
        response.Headers.Allow = allow;
        headers.Add(context);
    }

    // As it was declared: the address itself may hold a secret, as those of callbacks do.
    private static string DoorOf(HttpContext context) =>
        (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "elsewhere";

    private static string Shorten(PathString path) =>
        path.Value is { Length: > 100 } text ? text[..100] + "…" : path.Value ?? "/";

    [LoggerMessage(LogLevel.Error, "{Method} {Door} failed; request {RequestId}")]
    private partial void LogUnexpected(string method, string door, string requestId, Exception exception);

    [LoggerMessage(LogLevel.Error, "The database does not answer; request {RequestId}")]
    private partial void LogDatabase(string requestId, Exception exception);

    [LoggerMessage(LogLevel.Error, "The place of the files cannot be used; request {RequestId}")]
    private partial void LogFiles(string requestId, Exception exception);

    [LoggerMessage(LogLevel.Error, "The bucket of the pictures cannot be used; request {RequestId}")]
    private partial void LogBucket(string requestId, Exception exception);
}
