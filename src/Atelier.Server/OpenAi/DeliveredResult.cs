using Atelier.Data.Generations;

namespace Atelier.Server.OpenAi;

/// <summary>Sends an answer and notes that it was sent. Until then the same request finds the same generation.</summary>
internal sealed class DeliveredResult(IResult answer, Guid generationId) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        await answer.ExecuteAsync(httpContext);
        // What a caller did not read holds this up; what was cut throws here or shows as aborted.
        await httpContext.Response.BodyWriter.FlushAsync(httpContext.RequestAborted);
        httpContext.RequestAborted.ThrowIfCancellationRequested();
        // Before the end of the answer: a caller that asks the same once more has heard that end, and means another picture.
        var generations = httpContext.RequestServices.GetRequiredService<GenerationStore>();
        await generations.MarkDeliveredAsync(generationId, CancellationToken.None);
        await httpContext.Response.CompleteAsync();
    }
}
