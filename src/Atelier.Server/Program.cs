using Atelier.Server.Setup;

// Settings, data folder, database, host: each failure before "ready" is one sentence and exit code 1.
return await ServerProcess.RunAsync(args);
