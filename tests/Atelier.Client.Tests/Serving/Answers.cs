using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Atelier.Client.Tests.Serving;

/// <summary>Answers for <see cref="LyingServer"/>, true ones and others.</summary>
internal static class Answers
{
    public const string TaskId = "0192f5a0-0000-7000-8000-000000000001";
    public const string SessionId = "6f1c8f6e-6f0e-4f3e-9c2b-0a1b2c3d4e5f";

    public static Func<HttpContext, Task> Status(int status, params (string Name, string Value)[] headers) =>
        Text(status, "text/plain", "", headers);

    public static Func<HttpContext, Task> Json(string json, int status = 200, params (string, string)[] headers) =>
        Text(status, "application/json", json, headers);

    public static Func<HttpContext, Task> Text(
        int status,
        string type,
        string text,
        params (string Name, string Value)[] headers
    ) =>
        async context =>
        {
            context.Response.StatusCode = status;
            foreach (var (name, value) in headers)
            {
                context.Response.Headers[name] = value;
            }

            if (text.Length > 0)
            {
                context.Response.ContentType = type;
                await context.Response.WriteAsync(text);
            }
        };

    /// <summary>An answer that comes before the body was read.</summary>
    public static Func<HttpContext, Task> Unread(Func<HttpContext, Task> answer) => new Deaf(answer).AnswerAsync;

    /// <summary>The photo doors' error.</summary>
    public static Func<HttpContext, Task> Refusal(
        int status,
        string code,
        string message,
        params (string, string)[] headers
    ) =>
        Json($$$"""{"success": false, "error": {"message": "{{{message}}}", "code": "{{{code}}}"}}""", status, headers);

    /// <summary>A task's status.</summary>
    public static Func<HttpContext, Task> State(string status, int progress, string more = "") =>
        Json(
            string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"taskId": "{{TaskId}}", "status": "{{status}}", "progress": {{progress}}{{more}}}"""
            )
        );

    /// <summary>The connection breaks without an answer.</summary>
    public static Task Cut(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    /// <summary>The connection breaks in the middle of an answer; what was written before it arrives.</summary>
    public static Task Break(HttpContext context) => throw new InvalidOperationException("The answer breaks off.");

    /// <summary>Events, and then the orderly end of the answer.</summary>
    public static Func<HttpContext, Task> Stream(params string[] parts) => Stream(parts, Close);

    /// <summary>Events, and then something else.</summary>
    public static Func<HttpContext, Task> Stream(string[] parts, Func<HttpContext, Task> then) =>
        async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.Body.FlushAsync();
            foreach (var part in parts)
            {
                await context.Response.WriteAsync(part);
                await context.Response.Body.FlushAsync();
            }

            await then(context);
        };

    public static string Event(int id, string state, int progress, string stage = "model_inference") =>
        string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            id: {{id}}
            event: {{(state is "complete" or "failed" or "canceled" ? "ended" : "progress")}}
            data: {"generation_id": "{{TaskId}}", "state": "{{state}}", "stage": "{{stage}}", "progress": {{progress}}}


            """
        );

    /// <summary>The orderly end of an answer.</summary>
    public static Task Close(HttpContext context) => Task.CompletedTask;

    /// <summary>Nothing more until somebody gives up.</summary>
    public static Func<HttpContext, Task> Hang(LyingServer server) =>
        async context =>
        {
            var gone = new TaskCompletionSource();
            await using var left = context.RequestAborted.Register(() => gone.TrySetResult());
            await using var end = server.End.Register(() => gone.TrySetResult());
            await gone.Task;
        };

    internal sealed class Deaf(Func<HttpContext, Task> answer)
    {
        public Task AnswerAsync(HttpContext context) => answer(context);
    }
}
