using System.Text.Json;
using Atelier.Server.Wire;

namespace Atelier.Server.OpenAi;

/// <summary>OpenAI's answer with its pictures as base64, written picture by picture.</summary>
/// <param name="answer">Everything but the pictures.</param>
/// <param name="pictures">Each reads the bytes of one.</param>
internal sealed class Base64Result(ImagesAnswer answer, IReadOnlyList<Func<CancellationToken, Task<byte[]>>> pictures)
    : IResult
{
    private const string DataField = "data";
    private const string PictureField = "b64_json";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "application/json; charset=utf-8";
        await using var writer = new Utf8JsonWriter(response.BodyWriter);
        writer.WriteStartObject();
        foreach (var property in JsonSerializer.SerializeToElement(answer, WireJson.Options).EnumerateObject())
        {
            if (property.NameEquals(DataField))
            {
                await WriteAsync(writer, response, httpContext.RequestAborted);
            }
            else
            {
                property.WriteTo(writer);
            }
        }

        writer.WriteEndObject();
    }

    private async Task WriteAsync(Utf8JsonWriter writer, HttpResponse response, CancellationToken cancellationToken)
    {
        writer.WriteStartArray(DataField);
        foreach (var read in pictures)
        {
            writer.WriteStartObject();
            writer.WriteBase64String(PictureField, await read(cancellationToken));
            writer.WriteEndObject();
            await writer.FlushAsync(cancellationToken);
            await response.BodyWriter.FlushAsync(cancellationToken);
        }

        writer.WriteEndArray();
    }
}
