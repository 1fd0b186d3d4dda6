using System.Globalization;
using Atelier.Core.Errors;
using Atelier.Server.Errors;
using Atelier.Server.Presentations;
using Microsoft.OpenApi;

namespace Atelier.Server.Docs;

/// <summary>Which errors each door can answer with, in the shape of the door.</summary>
internal static class DoorErrors
{
    private static readonly ErrorCode[] Start =
    [
        ErrorCode.InvalidRequest,
        ErrorCode.InvalidPrompt,
        ErrorCode.InvalidDimensions,
        ErrorCode.InsufficientCredits,
        ErrorCode.BudgetExceeded,
        ErrorCode.QuotaExceeded,
        ErrorCode.RateLimited,
        ErrorCode.ModelNotFound,
        ErrorCode.BodyTooLarge,
        ErrorCode.UnsupportedMediaType,
        ErrorCode.IdempotencyConflict,
        ErrorCode.OutcomeUnknown,
        ErrorCode.ContentPolicy,
        ErrorCode.ProviderUnavailable,
    ];

    private static readonly ErrorCode[] Quoted =
    [
        .. Start,
        ErrorCode.QuoteNotFound,
        ErrorCode.QuoteUsed,
        ErrorCode.PriceChanged,
        ErrorCode.QuoteExpired,
        ErrorCode.QuoteMismatch,
    ];

    private static readonly ErrorCode[] Deck =
    [
        .. Start.Where(code => code != ErrorCode.ModelNotFound),
        ErrorCode.Canceled,
        ErrorCode.FileTooLarge,
        ErrorCode.GenerationFailed,
        ErrorCode.WatermarkFailed,
    ];

    private static readonly ErrorCode[] Asked =
    [
        ErrorCode.InvalidRequest,
        ErrorCode.InvalidPrompt,
        ErrorCode.InvalidDimensions,
        ErrorCode.ModelNotFound,
        ErrorCode.BodyTooLarge,
        ErrorCode.UnsupportedMediaType,
    ];

    private static readonly ErrorCode[] Body =
    [
        ErrorCode.InvalidRequest,
        ErrorCode.BodyTooLarge,
        ErrorCode.UnsupportedMediaType,
    ];

    private static readonly ErrorCode[] ImageFile =
    [
        ErrorCode.InvalidRequest,
        ErrorCode.Unauthorized,
        ErrorCode.NotFound,
        ErrorCode.Gone,
        ErrorCode.WatermarkFailed,
        ErrorCode.Busy,
    ];

    private static readonly ErrorCode[] PhotoFile =
    [
        ErrorCode.InvalidRequest,
        ErrorCode.InvalidSession,
        ErrorCode.Unauthorized,
        ErrorCode.SessionNotFound,
        ErrorCode.FileNotFound,
        ErrorCode.RateLimited,
    ];

    private static readonly ErrorCode[] SetBudget =
    [
        ErrorCode.InvalidRequest,
        ErrorCode.BodyTooLarge,
        ErrorCode.UnsupportedMediaType,
    ];

    private static readonly ErrorCode[] Change =
    [
        ErrorCode.InvalidRequest,
        ErrorCode.NotFound,
        ErrorCode.Conflict,
        ErrorCode.BodyTooLarge,
        ErrorCode.UnsupportedMediaType,
    ];

    private static readonly Dictionary<string, ErrorCode[]> Own = new()
    {
        ["CreateImage"] =
        [
            .. Quoted,
            ErrorCode.NotAcceptable,
            ErrorCode.Canceled,
            ErrorCode.Gone,
            ErrorCode.StillRunning,
            ErrorCode.InReview,
            ErrorCode.FileTooLarge,
            ErrorCode.GenerationFailed,
            ErrorCode.WatermarkFailed,
        ],
        ["GetModel"] = [ErrorCode.ModelNotFound],
        ["CreateGeneration"] = Quoted,
        ["RouteRequest"] = Asked,
        ["QuoteRequest"] = [.. Asked, ErrorCode.RateLimited, ErrorCode.ProviderUnavailable],
        ["SimulateRequests"] = Asked,
        ["ExplainGeneration"] = [ErrorCode.NotFound],
        ["ListGenerations"] = [ErrorCode.InvalidRequest],
        ["GetGeneration"] = [ErrorCode.InvalidRequest, ErrorCode.NotFound],
        ["ChooseCandidate"] =
        [
            ErrorCode.InvalidRequest,
            ErrorCode.NotFound,
            ErrorCode.Gone,
            ErrorCode.BodyTooLarge,
            ErrorCode.UnsupportedMediaType,
        ],
        ["ReceiveCallback"] = [ErrorCode.NotFound, ErrorCode.BodyTooLarge],
        ["ListOpenAttempts"] = [ErrorCode.InvalidRequest],
        ["DecideAttempt"] =
        [
            ErrorCode.InvalidRequest,
            ErrorCode.NotFound,
            ErrorCode.NotOpen,
            ErrorCode.BodyTooLarge,
            ErrorCode.UnsupportedMediaType,
        ],
        ["ListReviews"] = [ErrorCode.InvalidRequest],
        ["AcceptReview"] = [ErrorCode.NotFound, ErrorCode.NotOpen],
        ["RefuseReview"] = [ErrorCode.NotFound, ErrorCode.NotOpen],
        ["GetReviewImage"] = [ErrorCode.NotFound, ErrorCode.Gone],
        ["ListKnownPictures"] = [ErrorCode.InvalidRequest],
        ["AddKnownPicture"] = [.. Body, ErrorCode.NotFound, ErrorCode.Conflict],
        ["RemoveKnownPicture"] = [ErrorCode.NotFound],
        ["SetBudget"] = SetBudget,
        ["GetAccountBudget"] = [ErrorCode.NotFound],
        ["SetAccountBudget"] = [ErrorCode.NotFound, .. SetBudget],
        ["GetKeyBudget"] = [ErrorCode.NotFound],
        ["SetKeyBudget"] = [ErrorCode.NotFound, .. SetBudget],
        ["SetPolicy"] = Body,
        ["CreateAccount"] = [.. Body, ErrorCode.Conflict],
        ["ListAccounts"] = [ErrorCode.InvalidRequest],
        ["GetAccount"] = [ErrorCode.NotFound],
        ["ChangeAccount"] = [.. Body, ErrorCode.NotFound, ErrorCode.Conflict],
        ["BookCredits"] = [.. Body, ErrorCode.NotFound, ErrorCode.Conflict, ErrorCode.IdempotencyConflict],
        ["CreateKey"] = [.. Body, ErrorCode.NotFound, ErrorCode.Conflict],
        ["ListKeys"] = [ErrorCode.InvalidRequest, ErrorCode.NotFound],
        ["RotateKey"] = [.. Body, ErrorCode.NotFound, ErrorCode.Conflict],
        ["RevokeKey"] = [ErrorCode.NotFound, ErrorCode.Conflict],
        ["EraseAccount"] = [.. Body, ErrorCode.NotFound, ErrorCode.Conflict],
        ["GetErasure"] = [ErrorCode.NotFound],
        ["ListAudit"] = [ErrorCode.InvalidRequest],
        ["CreateGuest"] = [ErrorCode.RateLimited],
        ["ListBudgets"] = [ErrorCode.InvalidRequest],
        ["ListBudgetAlerts"] = [ErrorCode.InvalidRequest],
        ["GetCosts"] = [ErrorCode.InvalidRequest],
        ["GetCostDrift"] = [ErrorCode.InvalidRequest],
        ["GetProviderCosts"] = [ErrorCode.InvalidRequest],
        ["ListUsage"] = [ErrorCode.InvalidRequest],
        ["GetAccountUsage"] = [ErrorCode.NotFound],
        ["ListAccountUsage"] = [ErrorCode.InvalidRequest, ErrorCode.NotFound],
        ["UploadPhoto"] =
        [
            ErrorCode.InvalidRequest,
            ErrorCode.NoFile,
            ErrorCode.InvalidFileType,
            ErrorCode.MaliciousFile,
            ErrorCode.Unauthorized,
            ErrorCode.TooSlow,
            ErrorCode.FileTooLarge,
            ErrorCode.IdempotencyConflict,
            ErrorCode.ContentPolicy,
            ErrorCode.RateLimited,
            ErrorCode.Busy,
        ],
        ["GetPhotoFile"] = PhotoFile,
        ["HeadGetPhotoFile"] = PhotoFile,
        ["CleanUpPhotos"] = [ErrorCode.Conflict],
        ["DeletePhotoSession"] =
        [
            ErrorCode.InvalidSession,
            ErrorCode.SessionNotFound,
            ErrorCode.Conflict,
            ErrorCode.RateLimited,
        ],
        ["KeepImage"] = [ErrorCode.NotFound, ErrorCode.Conflict, ErrorCode.Gone],
        ["StartPhotoTask"] = [.. Start, ErrorCode.InvalidSession, ErrorCode.InvalidStyle, ErrorCode.SessionNotFound],
        ["GetPhotoTask"] = [ErrorCode.InvalidTask, ErrorCode.TaskNotFound, ErrorCode.RateLimited],
        ["HeadGetPhotoTask"] = [ErrorCode.InvalidTask, ErrorCode.TaskNotFound, ErrorCode.RateLimited],
        ["GenerateDeckImage"] = Deck,
        ["RegenerateDeckImage"] = [.. Deck, ErrorCode.NotFound],
        ["UpscaleDeckImage"] = [.. Deck, ErrorCode.NotFound, ErrorCode.Gone],
        ["EditDeckImage"] = [.. Deck, ErrorCode.NotFound, ErrorCode.Gone, ErrorCode.Busy],
        ["RemoveDeckImageBackground"] = [.. Deck, ErrorCode.NotFound, ErrorCode.Gone],
        ["GetDeckImage"] = [ErrorCode.InvalidRequest, ErrorCode.NotFound],
        ["GetDeckImageUsage"] = [ErrorCode.InvalidRequest],
        ["GetPresentationUsage"] = [ErrorCode.InvalidRequest],
        ["GetPhotoUsage"] = [ErrorCode.InvalidRequest, ErrorCode.Unauthorized, ErrorCode.RateLimited],
        ["CancelGeneration"] = [ErrorCode.NotFound, ErrorCode.NotCancelable],
        ["StreamGenerationEvents"] = [ErrorCode.InvalidRequest, ErrorCode.NotFound],
        ["StreamProgress"] = [ErrorCode.InvalidRequest, ErrorCode.NotFound, ErrorCode.NotAcceptable],
        ["GetPreview"] = [ErrorCode.Unauthorized, ErrorCode.NotFound, ErrorCode.Gone],
        ["GetImageFile"] = ImageFile,
        ["HeadGetImageFile"] = ImageFile,
        ["CreateImageUrl"] =
        [
            ErrorCode.InvalidRequest,
            ErrorCode.NotFound,
            ErrorCode.Gone,
            ErrorCode.BodyTooLarge,
            ErrorCode.UnsupportedMediaType,
        ],
        ["CreateTicket"] = [ErrorCode.InvalidRequest, ErrorCode.BodyTooLarge, ErrorCode.UnsupportedMediaType],
        ["RevokeUrlsOfAccount"] = [ErrorCode.NotFound],
        ["CreateWebhook"] =
        [
            ErrorCode.InvalidRequest,
            ErrorCode.Conflict,
            ErrorCode.BodyTooLarge,
            ErrorCode.UnsupportedMediaType,
        ],
        ["GetWebhook"] = [ErrorCode.NotFound],
        ["ChangeWebhook"] = Change,
        ["DeleteWebhook"] = [ErrorCode.NotFound],
        ["RotateWebhookSecret"] = Change,
        ["RotateAccountWebhookSecret"] = Change,
        ["TestWebhook"] = [ErrorCode.NotFound, ErrorCode.Conflict, ErrorCode.RateLimited],
        ["ListWebhookDeliveries"] = [ErrorCode.InvalidRequest, ErrorCode.NotFound],
        ["RedeliverWebhook"] = [ErrorCode.NotFound, ErrorCode.Conflict, ErrorCode.RateLimited],
        ["RecoverWebhook"] = [.. Change, ErrorCode.RateLimited],
        ["ListAccountWebhooks"] = [ErrorCode.NotFound],
        ["DisableAccountWebhook"] = [ErrorCode.NotFound],
        ["SignIn"] =
        [
            ErrorCode.InvalidRequest,
            ErrorCode.Unauthorized,
            ErrorCode.RateLimited,
            ErrorCode.BodyTooLarge,
            ErrorCode.UnsupportedMediaType,
        ],
    };

    public static void Add(OpenApiOperation operation, string path, bool needsKey, OpenApiDocument? document)
    {
        // The Host header, a fault of ours, and the database can stop every door.
        List<ErrorCode> codes = [ErrorCode.Forbidden, ErrorCode.Internal, ErrorCode.ServiceUnavailable];
        if (needsKey)
        {
            codes.Add(ErrorCode.Unauthorized);
            // Of an address that brought too many wrong keys.
            codes.Add(ErrorCode.RateLimited);
        }

        codes.AddRange(Own.GetValueOrDefault(operation.OperationId ?? "", []));
        if (codes.Contains(ErrorCode.BodyTooLarge))
        {
            // Whoever may send too much may also send it too slowly.
            codes.Add(ErrorCode.TooSlow);
        }

        var openAi = IsOpenAi(path);
        var photo = PhotoError.IsDoor(path);
        var deck = DeckDoors.Has(path);
        operation.Responses ??= [];
        foreach (
            var group in ErrorGuide
                .All.Where(error => codes.Contains(error.Code))
                .GroupBy(error =>
                    openAi ? error.OpenAiStatus
                    : photo ? PhotoError.StatusOf(error.Code)
                    : deck ? DeckError.StatusOf(error.Code)
                    : error.Status
                )
                .OrderBy(group => group.Key)
        )
        {
            var status = group.Key.ToString(CultureInfo.InvariantCulture);
            if (!IsOurs(operation.Responses, status))
            {
                operation.Responses[status] =
                    photo ? OfSeed(group, PhotoError.CodeOf, ErrorSchemas.Photo, document)
                    : deck ? OfSeed(group, DeckError.CodeOf, ErrorSchemas.Deck, document)
                    : Answer(group, openAi, document);
            }
        }

        // What a door declared without a code of its own still has our shape.
        foreach (var (status, response) in operation.Responses)
        {
            if (response.Content?.ContainsKey("application/problem+json") == true)
            {
                response.Content["application/problem+json"] = Content(ErrorSchemas.Problem, document);
            }
        }
    }

    private static bool IsOpenAi(string path) =>
        path.StartsWith("/v1/images", StringComparison.Ordinal)
        || path.StartsWith("/v1/models", StringComparison.Ordinal);

    // A door may answer 503 with a view of its own, as /readyz does.
    private static bool IsOurs(OpenApiResponses responses, string status) =>
        responses.TryGetValue(status, out var response) && response.Content?.ContainsKey("application/json") == true;

    private static OpenApiResponse Answer(IEnumerable<ErrorGuide> errors, bool openAi, OpenApiDocument? document) =>
        new()
        {
            Description = string.Join("; ", errors.Select(error => $"`{error.Wire}`: {error.Title}")),
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [openAi ? "application/json" : "application/problem+json"] = Content(
                    openAi ? ErrorSchemas.OpenAi : ErrorSchemas.Problem,
                    document
                ),
            },
        };

    private static OpenApiResponse OfSeed(
        IEnumerable<ErrorGuide> errors,
        Func<ErrorCode, string> codeOf,
        string schema,
        OpenApiDocument? document
    ) =>
        new()
        {
            Description = string.Join("; ", errors.Select(error => $"`{codeOf(error.Code)}`: {error.Title}")),
            Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = Content(schema, document) },
        };

    private static OpenApiMediaType Content(string schema, OpenApiDocument? document) =>
        new() { Schema = new OpenApiSchemaReference(schema, document) };
}
